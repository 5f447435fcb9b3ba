CREATE TABLE [dbo].[AuditEntries] (
    [Id] bigint IDENTITY (1, 1) NOT NULL,
    [At] datetimeoffset(7) NOT NULL,
    [Who] nvarchar(256) NOT NULL,
    [Action] nvarchar(64) NOT NULL,
    [Target] nvarchar(256) NOT NULL,
    [Detail] nvarchar(2000) NULL,
    CONSTRAINT [PK_AuditEntries] PRIMARY KEY CLUSTERED ([Id])
);
GO

CREATE NONCLUSTERED INDEX [IX_AuditEntries_Action_At] ON [dbo].[AuditEntries] ([Action], [At]);
GO

CREATE NONCLUSTERED INDEX [IX_AuditEntries_At] ON [dbo].[AuditEntries] ([At]);
GO
