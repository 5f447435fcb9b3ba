-- Figures by the hour, the country that orders go to, and the indexes by which both are counted. Safe to run again.
SET ANSI_NULLS ON;
SET QUOTED_IDENTIFIER ON;
GO

IF OBJECT_ID(N'dbo.KpiHours', N'U') IS NULL
    CREATE TABLE [dbo].[KpiHours] (
        [Hour] datetimeoffset(7) NOT NULL,
        [Figure] nvarchar(64) NOT NULL,
        [Channel] nvarchar(64) NOT NULL,
        [Region] nvarchar(64) NOT NULL,
        [Currency] nvarchar(3) NOT NULL,
        [Bucket] int NOT NULL,
        [Count] bigint NOT NULL,
        [Amount] decimal(19,4) NOT NULL,
        CONSTRAINT [PK_KpiHours] PRIMARY KEY CLUSTERED ([Hour], [Figure], [Channel], [Region], [Currency], [Bucket])
    );
GO

IF COL_LENGTH(N'dbo.Orders', N'Country') IS NULL
    ALTER TABLE [dbo].[Orders] ADD [Country] nvarchar(64) NULL;
GO

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE [name] = N'IX_Orders_ShippedAt' AND [object_id] = OBJECT_ID(N'dbo.Orders'))
BEGIN
    -- Orders from before keep the country in their address.
    UPDATE [dbo].[Orders] SET [Country] = LEFT(JSON_VALUE([ShipTo], N'$.country'), 64) WHERE [Country] IS NULL AND ISJSON([ShipTo]) = 1;
    CREATE NONCLUSTERED INDEX [IX_Orders_ShippedAt] ON [dbo].[Orders] ([ShippedAt])
        WHERE [ShippedAt] IS NOT NULL;
END
GO

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE [name] = N'IX_Orders_ClosedAt' AND [object_id] = OBJECT_ID(N'dbo.Orders'))
    CREATE NONCLUSTERED INDEX [IX_Orders_ClosedAt] ON [dbo].[Orders] ([ClosedAt])
        WHERE [ClosedAt] IS NOT NULL;
GO

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE [name] = N'IX_ExceptionCases_ResolvedAt' AND [object_id] = OBJECT_ID(N'dbo.ExceptionCases'))
    CREATE NONCLUSTERED INDEX [IX_ExceptionCases_ResolvedAt] ON [dbo].[ExceptionCases] ([ResolvedAt])
        WHERE [ResolvedAt] IS NOT NULL;
GO

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE [name] = N'IX_AuditEntries_Action_At' AND [object_id] = OBJECT_ID(N'dbo.AuditEntries'))
    CREATE NONCLUSTERED INDEX [IX_AuditEntries_Action_At] ON [dbo].[AuditEntries] ([Action], [At]);
GO
