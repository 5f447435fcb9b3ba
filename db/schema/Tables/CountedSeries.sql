CREATE TABLE [dbo].[CountedSeries] (
    [System] nvarchar(64) NOT NULL,
    [Series] nvarchar(128) NOT NULL,
    [Highest] bigint NOT NULL,
    [PlacedAt] datetimeoffset(7) NOT NULL,
    [Version] int NOT NULL,
    CONSTRAINT [PK_CountedSeries] PRIMARY KEY CLUSTERED ([System], [Series])
);
GO
