CREATE TABLE [dbo].[StockComparisons] (
    [Id] bigint IDENTITY (1, 1) NOT NULL,
    [System] nvarchar(64) NOT NULL,
    [RequestedBy] nvarchar(256) NOT NULL,
    [RequestedAt] datetimeoffset(7) NOT NULL,
    [Compared] int NOT NULL,
    [Differing] int NOT NULL,
    [FinishedAt] datetimeoffset(7) NULL,
    [Failure] nvarchar(2000) NULL,
    CONSTRAINT [PK_StockComparisons] PRIMARY KEY CLUSTERED ([Id])
);
GO

CREATE NONCLUSTERED INDEX [IX_StockComparisons_Open] ON [dbo].[StockComparisons] ([FinishedAt])
    WHERE [FinishedAt] IS NULL;
GO

CREATE NONCLUSTERED INDEX [IX_StockComparisons_System_Id] ON [dbo].[StockComparisons] ([System], [Id]);
GO
