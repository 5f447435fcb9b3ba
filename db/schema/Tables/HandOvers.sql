CREATE TABLE [dbo].[HandOvers] (
    [Id] bigint IDENTITY (1, 1) NOT NULL,
    [Team] nvarchar(64) NOT NULL,
    [Author] nvarchar(256) NOT NULL,
    [At] datetimeoffset(7) NOT NULL,
    [Text] nvarchar(2000) NOT NULL,
    [SeenBy] nvarchar(256) NULL,
    [SeenAt] datetimeoffset(7) NULL,
    CONSTRAINT [PK_HandOvers] PRIMARY KEY CLUSTERED ([Id])
);
GO

CREATE NONCLUSTERED INDEX [IX_HandOvers_At] ON [dbo].[HandOvers] ([At]);
GO

CREATE NONCLUSTERED INDEX [IX_HandOvers_Team_Id] ON [dbo].[HandOvers] ([Team], [Id])
    WHERE [SeenAt] IS NULL;
GO
