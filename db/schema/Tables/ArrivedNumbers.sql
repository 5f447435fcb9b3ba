CREATE TABLE [dbo].[ArrivedNumbers] (
    [Id] bigint IDENTITY (1, 1) NOT NULL,
    [System] nvarchar(64) NOT NULL,
    [Series] nvarchar(128) NOT NULL,
    [Number] bigint NOT NULL,
    [PlacedAt] datetimeoffset(7) NOT NULL,
    [ReceivedAt] datetimeoffset(7) NOT NULL,
    CONSTRAINT [PK_ArrivedNumbers] PRIMARY KEY CLUSTERED ([Id])
);
GO
