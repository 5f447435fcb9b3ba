CREATE TABLE [dbo].[MessageEdits] (
    [Id] bigint IDENTITY (1, 1) NOT NULL,
    [Subject] nvarchar(128) NOT NULL,
    [CaseId] bigint NOT NULL,
    [OutboxId] bigint NULL,
    [InboxId] bigint NULL,
    [OrderKey] bigint NULL,
    [Version] int NOT NULL,
    [State] int NOT NULL,
    [Content] varbinary(max) NOT NULL,
    [Reason] nvarchar(2000) NOT NULL,
    [RequestedBy] nvarchar(256) NOT NULL,
    [RequestedAt] datetimeoffset(7) NOT NULL,
    [Value] decimal(19,4) NOT NULL,
    [Currency] nvarchar(3) NULL,
    [DecidedBy] nvarchar(256) NULL,
    [DecidedAt] datetimeoffset(7) NULL,
    [Decision] nvarchar(2000) NULL,
    [EndedAt] datetimeoffset(7) NULL,
    CONSTRAINT [PK_MessageEdits] PRIMARY KEY CLUSTERED ([Id])
);
GO

CREATE UNIQUE NONCLUSTERED INDEX [IX_MessageEdits_OnItsWay] ON [dbo].[MessageEdits] ([Subject])
    WHERE [State] < 2;
GO

CREATE NONCLUSTERED INDEX [IX_MessageEdits_RequestedAt_Id] ON [dbo].[MessageEdits] ([RequestedAt], [Id])
    WHERE [State] = 0;
GO

CREATE UNIQUE NONCLUSTERED INDEX [IX_MessageEdits_Subject_Version] ON [dbo].[MessageEdits] ([Subject], [Version]);
GO
