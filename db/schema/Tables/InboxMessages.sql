CREATE TABLE [dbo].[InboxMessages] (
    [Id] bigint IDENTITY (1, 1) NOT NULL,
    [System] nvarchar(64) NOT NULL,
    [MessageKey] nvarchar(256) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [Kind] nvarchar(128) NOT NULL,
    [Subject] nvarchar(256) COLLATE Latin1_General_100_BIN2 NULL,
    [OrderKey] bigint NULL,
    [Partition] int NOT NULL,
    [State] int NOT NULL,
    [Attempts] int NOT NULL,
    [ReceivedAt] datetimeoffset(7) NOT NULL,
    [OccurredAt] datetimeoffset(7) NULL,
    [DoneAt] datetimeoffset(7) NULL,
    [Reason] nvarchar(2000) NULL,
    [ContentType] nvarchar(128) NOT NULL,
    [Body] varbinary(max) NULL,
    [BodyOf] bigint NULL,
    [ArchiveId] bigint NULL,
    [EditId] bigint NULL,
    [TraceParent] nvarchar(64) NULL,
    CONSTRAINT [PK_InboxMessages] PRIMARY KEY CLUSTERED ([Id])
);
GO

CREATE NONCLUSTERED INDEX [IX_InboxMessages_Failed] ON [dbo].[InboxMessages] ([OrderKey])
    WHERE [State] = 4;
GO

CREATE NONCLUSTERED INDEX [IX_InboxMessages_OrderKey_Id] ON [dbo].[InboxMessages] ([OrderKey], [Id]);
GO

CREATE NONCLUSTERED INDEX [IX_InboxMessages_State_Partition_Id_ReceivedAt] ON [dbo].[InboxMessages] ([State], [Partition], [Id], [ReceivedAt]);
GO

CREATE UNIQUE NONCLUSTERED INDEX [IX_InboxMessages_System_MessageKey] ON [dbo].[InboxMessages] ([System], [MessageKey]);
GO

CREATE NONCLUSTERED INDEX [IX_InboxMessages_System_Subject] ON [dbo].[InboxMessages] ([System], [Subject]);
GO
