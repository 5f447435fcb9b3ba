-- Notes on the KPIs' time line, brands of channels, comparisons by channel and region, and how far the money of each order has come. Safe to run again.
SET ANSI_NULLS ON;
SET QUOTED_IDENTIFIER ON;
GO

IF OBJECT_ID(N'dbo.ComparisonTallies', N'U') IS NULL
    CREATE TABLE [dbo].[ComparisonTallies] (
        [ComparisonId] bigint NOT NULL,
        [Channel] nvarchar(64) NOT NULL,
        [Region] nvarchar(64) NOT NULL,
        [Compared] int NOT NULL,
        [Untrue] int NOT NULL,
        [UntrueFulfilment] int NULL,
        CONSTRAINT [PK_ComparisonTallies] PRIMARY KEY CLUSTERED ([ComparisonId], [Channel], [Region])
    );
GO

-- Comparisons from before were of all channels and regions together, and did not judge where the goods are.
IF NOT EXISTS (SELECT 1 FROM [dbo].[ComparisonTallies])
    INSERT INTO [dbo].[ComparisonTallies] ([ComparisonId], [Channel], [Region], [Compared], [Untrue])
    SELECT [Id], N'', N'', [Compared], [Untrue] FROM [dbo].[Comparisons] WHERE [Compared] > 0;
GO

IF OBJECT_ID(N'dbo.ChannelBrands', N'U') IS NULL
    CREATE TABLE [dbo].[ChannelBrands] (
        [Channel] nvarchar(64) NOT NULL,
        [Brand] nvarchar(64) NOT NULL,
        CONSTRAINT [PK_ChannelBrands] PRIMARY KEY CLUSTERED ([Channel])
    );
GO

IF OBJECT_ID(N'dbo.Annotations', N'U') IS NULL
    CREATE TABLE [dbo].[Annotations] (
        [Id] bigint IDENTITY (1, 1) NOT NULL,
        [At] datetimeoffset(7) NOT NULL,
        [Text] nvarchar(256) NOT NULL,
        [Who] nvarchar(256) NOT NULL,
        [WrittenAt] datetimeoffset(7) NOT NULL,
        CONSTRAINT [PK_Annotations] PRIMARY KEY CLUSTERED ([Id])
    );
GO

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE [name] = N'IX_Annotations_At' AND [object_id] = OBJECT_ID(N'dbo.Annotations'))
    CREATE NONCLUSTERED INDEX [IX_Annotations_At] ON [dbo].[Annotations] ([At]);
GO

IF COL_LENGTH(N'dbo.Invoices', N'Lines') IS NULL
    ALTER TABLE [dbo].[Invoices] ADD [Lines] nvarchar(max) NULL;
GO

IF COL_LENGTH(N'dbo.Orders', N'Settlement') IS NULL
    ALTER TABLE [dbo].[Orders] ADD [Settlement] int NULL;
GO

IF COL_LENGTH(N'dbo.Orders', N'ShippedValue') IS NULL
    ALTER TABLE [dbo].[Orders] ADD [ShippedValue] decimal(19,4) NOT NULL CONSTRAINT [DF_Orders_ShippedValue] DEFAULT (0);
GO

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE [name] = N'IX_Orders_ShippedAt_Settlement_Currency_ShippedValue' AND [object_id] = OBJECT_ID(N'dbo.Orders'))
    CREATE NONCLUSTERED INDEX [IX_Orders_ShippedAt_Settlement_Currency_ShippedValue] ON [dbo].[Orders] ([ShippedAt], [Settlement], [Currency], [ShippedValue])
        WHERE [ShippedAt] IS NOT NULL;
GO

IF EXISTS (SELECT 1 FROM sys.indexes WHERE [name] = N'IX_Orders_ShippedAt' AND [object_id] = OBJECT_ID(N'dbo.Orders'))
    DROP INDEX [IX_Orders_ShippedAt] ON [dbo].[Orders];
GO
