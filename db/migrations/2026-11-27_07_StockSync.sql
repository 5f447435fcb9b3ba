-- When what a call tells of changed at its source, so that it can be measured how long stock takes to a storefront; what storefronts
-- are not offered; comparisons of all that they show. Safe to run again.
SET ANSI_NULLS ON;
SET QUOTED_IDENTIFIER ON;
GO

IF COL_LENGTH(N'dbo.OutboxMessages', N'ChangedAt') IS NULL
    ALTER TABLE [dbo].[OutboxMessages] ADD [ChangedAt] datetimeoffset(7) NULL;
GO

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE [name] = N'IX_OutboxMessages_DoneAt' AND [object_id] = OBJECT_ID(N'dbo.OutboxMessages'))
    CREATE NONCLUSTERED INDEX [IX_OutboxMessages_DoneAt] ON [dbo].[OutboxMessages] ([DoneAt])
        WHERE [ChangedAt] IS NOT NULL AND [DoneAt] IS NOT NULL;
GO

IF COL_LENGTH(N'dbo.Stocks', N'KeptBack') IS NULL
    ALTER TABLE [dbo].[Stocks] ADD [KeptBack] decimal(19,4) NULL;
GO

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE [name] = N'IX_Stocks_KeptBack' AND [object_id] = OBJECT_ID(N'dbo.Stocks'))
    CREATE NONCLUSTERED INDEX [IX_Stocks_KeptBack] ON [dbo].[Stocks] ([KeptBack])
        WHERE [KeptBack] IS NOT NULL;
GO

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE [name] = N'IX_OrderLines_Sku' AND [object_id] = OBJECT_ID(N'dbo.OrderLines'))
    CREATE NONCLUSTERED INDEX [IX_OrderLines_Sku] ON [dbo].[OrderLines] ([Sku])
        WHERE [State] <= 6;
GO

IF OBJECT_ID(N'dbo.StockComparisons', N'U') IS NULL
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

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE [name] = N'IX_StockComparisons_Open' AND [object_id] = OBJECT_ID(N'dbo.StockComparisons'))
    CREATE NONCLUSTERED INDEX [IX_StockComparisons_Open] ON [dbo].[StockComparisons] ([FinishedAt])
        WHERE [FinishedAt] IS NULL;
GO

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE [name] = N'IX_StockComparisons_System_Id' AND [object_id] = OBJECT_ID(N'dbo.StockComparisons'))
    CREATE NONCLUSTERED INDEX [IX_StockComparisons_System_Id] ON [dbo].[StockComparisons] ([System], [Id]);
GO
