CREATE TABLE [dbo].[Notices] (
    [Id] bigint IDENTITY (1, 1) NOT NULL,
    [Team] nvarchar(64) NOT NULL,
    [Fingerprint] nvarchar(256) NOT NULL,
    [Rung] int NOT NULL,
    [Title] nvarchar(256) NOT NULL,
    [Cases] int NOT NULL,
    [OpenedAt] datetimeoffset(7) NOT NULL,
    [LastAt] datetimeoffset(7) NOT NULL,
    [ClosedAt] datetimeoffset(7) NULL,
    [ClosedBy] nvarchar(256) NULL,
    CONSTRAINT [PK_Notices] PRIMARY KEY CLUSTERED ([Id])
);
GO

CREATE UNIQUE NONCLUSTERED INDEX [IX_Notices_Fingerprint_Team_Rung] ON [dbo].[Notices] ([Fingerprint], [Team], [Rung])
    WHERE [ClosedAt] IS NULL;
GO

CREATE NONCLUSTERED INDEX [IX_Notices_OpenedAt] ON [dbo].[Notices] ([OpenedAt]);
GO
