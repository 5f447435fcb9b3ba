CREATE TABLE [dbo].[OutboxMessages] (
    [Id] bigint IDENTITY (1, 1) NOT NULL,
    [System] nvarchar(64) NOT NULL,
    [Operation] nvarchar(64) NOT NULL,
    [OrderKey] bigint NULL,
    [Partition] int NOT NULL,
    [State] int NOT NULL,
    [IdempotencyKey] nvarchar(128) NOT NULL,
    [CoalesceKey] nvarchar(128) NULL,
    [Payload] nvarchar(max) NOT NULL,
    [ArchiveId] bigint NULL,
    [EditId] bigint NULL,
    [Attempts] int NOT NULL,
    [CreatedAt] datetimeoffset(7) NOT NULL,
    [DueAt] datetimeoffset(7) NOT NULL,
    [DoneAt] datetimeoffset(7) NULL,
    [ChangedAt] datetimeoffset(7) NULL,
    [Result] nvarchar(2000) NULL,
    [CauseInboxId] bigint NULL,
    [TraceParent] nvarchar(64) NULL,
    CONSTRAINT [PK_OutboxMessages] PRIMARY KEY CLUSTERED ([Id])
);
GO

CREATE NONCLUSTERED INDEX [IX_OutboxMessages_CoalesceKey] ON [dbo].[OutboxMessages] ([CoalesceKey])
    WHERE [CoalesceKey] IS NOT NULL;
GO

CREATE NONCLUSTERED INDEX [IX_OutboxMessages_State_DoneAt] ON [dbo].[OutboxMessages] ([State], [DoneAt])
    WHERE [ChangedAt] IS NOT NULL AND [DoneAt] IS NOT NULL;
GO

CREATE NONCLUSTERED INDEX [IX_OutboxMessages_OrderKey_System_Id] ON [dbo].[OutboxMessages] ([OrderKey], [System], [Id]);
GO

CREATE NONCLUSTERED INDEX [IX_OutboxMessages_State_System_Partition_Id_DueAt] ON [dbo].[OutboxMessages] ([State], [System], [Partition], [Id], [DueAt]);
GO
