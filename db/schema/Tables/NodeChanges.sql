CREATE TABLE [dbo].[NodeChanges] (
    [Id] bigint IDENTITY (1, 1) NOT NULL,
    [Node] nvarchar(128) NOT NULL,
    [At] datetimeoffset(7) NOT NULL,
    [Changes] nvarchar(max) NOT NULL,
    CONSTRAINT [PK_NodeChanges] PRIMARY KEY CLUSTERED ([Id])
);
GO
