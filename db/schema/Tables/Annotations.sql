CREATE TABLE [dbo].[Annotations] (
    [Id] bigint IDENTITY (1, 1) NOT NULL,
    [At] datetimeoffset(7) NOT NULL,
    [Text] nvarchar(256) NOT NULL,
    [Who] nvarchar(256) NOT NULL,
    [WrittenAt] datetimeoffset(7) NOT NULL,
    CONSTRAINT [PK_Annotations] PRIMARY KEY CLUSTERED ([Id])
);
GO

CREATE NONCLUSTERED INDEX [IX_Annotations_At] ON [dbo].[Annotations] ([At]);
GO
