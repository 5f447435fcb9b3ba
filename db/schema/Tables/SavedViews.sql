CREATE TABLE [dbo].[SavedViews] (
    [Id] bigint IDENTITY (1, 1) NOT NULL,
    [Name] nvarchar(64) NOT NULL,
    [Address] nvarchar(2000) NOT NULL,
    [Owner] nvarchar(256) NOT NULL,
    [Audience] int NOT NULL,
    [Team] nvarchar(64) NULL,
    [SavedAt] datetimeoffset(7) NOT NULL,
    CONSTRAINT [PK_SavedViews] PRIMARY KEY CLUSTERED ([Id])
);
GO

CREATE UNIQUE NONCLUSTERED INDEX [IX_SavedViews_Owner_Name] ON [dbo].[SavedViews] ([Owner], [Name]);
GO
