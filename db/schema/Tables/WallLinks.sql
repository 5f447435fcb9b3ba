CREATE TABLE [dbo].[WallLinks] (
    [Id] bigint IDENTITY (1, 1) NOT NULL,
    [Name] nvarchar(64) NOT NULL,
    [CreatedBy] nvarchar(256) NOT NULL,
    [CreatedAt] datetimeoffset(7) NOT NULL,
    [ExpiresAt] datetimeoffset(7) NOT NULL,
    [RevokedBy] nvarchar(256) NULL,
    [RevokedAt] datetimeoffset(7) NULL,
    CONSTRAINT [PK_WallLinks] PRIMARY KEY CLUSTERED ([Id])
);
GO
