-- Times of steps, when sources are asked next, KPIs by the day, orders by originator and status. Safe to run again.
SET ANSI_NULLS ON;
SET QUOTED_IDENTIFIER ON;
GO

IF COL_LENGTH(N'dbo.Expectations', N'AskAt') IS NULL
    ALTER TABLE [dbo].[Expectations] ADD [AskAt] datetimeoffset(7) NULL;
GO

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE [name] = N'IX_Expectations_AskAt' AND [object_id] = OBJECT_ID(N'dbo.Expectations'))
BEGIN
    -- Whoever was asked about already is asked when the time is up.
    UPDATE [dbo].[Expectations] SET [AskAt] = [DueAt]
    WHERE [Step] IN (N'erp-review', N'invoice', N'payment') OR [Step] LIKE N'centre-accepts:%' OR [Step] LIKE N'shipping:%';
    CREATE NONCLUSTERED INDEX [IX_Expectations_AskAt] ON [dbo].[Expectations] ([AskAt])
        WHERE [AskAt] IS NOT NULL;
END
GO

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE [name] = N'IX_Comparisons_Sample_Id' AND [object_id] = OBJECT_ID(N'dbo.Comparisons'))
    CREATE NONCLUSTERED INDEX [IX_Comparisons_Sample_Id] ON [dbo].[Comparisons] ([Sample], [Id]);
GO

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE [name] = N'IX_Orders_Origin_Status_Key' AND [object_id] = OBJECT_ID(N'dbo.Orders'))
    CREATE NONCLUSTERED INDEX [IX_Orders_Origin_Status_Key] ON [dbo].[Orders] ([Origin], [Status], [Key]);
GO

IF EXISTS (SELECT 1 FROM sys.indexes WHERE [name] = N'IX_Orders_Status_Key' AND [object_id] = OBJECT_ID(N'dbo.Orders'))
    DROP INDEX [IX_Orders_Status_Key] ON [dbo].[Orders];
GO

IF OBJECT_ID(N'dbo.StepTimesVersions', N'U') IS NULL
    CREATE TABLE [dbo].[StepTimesVersions] (
        [Id] bigint NOT NULL,
        [At] datetimeoffset(7) NOT NULL,
        [Who] nvarchar(256) NOT NULL,
        [Rules] nvarchar(max) NOT NULL,
        CONSTRAINT [PK_StepTimesVersions] PRIMARY KEY CLUSTERED ([Id])
    );
GO

IF OBJECT_ID(N'dbo.KpiDays', N'U') IS NULL
BEGIN
    CREATE TABLE [dbo].[KpiDays] (
        [Day] datetimeoffset(7) NOT NULL,
        [Figure] nvarchar(64) NOT NULL,
        [Channel] nvarchar(64) NOT NULL,
        [Region] nvarchar(64) NOT NULL,
        [Currency] nvarchar(3) NOT NULL,
        [Bucket] int NOT NULL,
        [Count] bigint NOT NULL,
        [Amount] decimal(19,4) NOT NULL,
        CONSTRAINT [PK_KpiDays] PRIMARY KEY CLUSTERED ([Day], [Figure], [Channel], [Region], [Currency], [Bucket])
    );
    INSERT INTO [dbo].[KpiDays] ([Day], [Figure], [Channel], [Region], [Currency], [Bucket], [Count], [Amount])
    SELECT d.[Day], h.[Figure], h.[Channel], h.[Region], h.[Currency], h.[Bucket], SUM(h.[Count]), SUM(h.[Amount])
    FROM [dbo].[KpiHours] AS h
    INNER JOIN (
        SELECT TODATETIMEOFFSET(CAST(CAST([Hour] AS date) AS datetime2(7)), 0) AS [Day], MAX([Hour]) AS [Last] FROM [dbo].[KpiHours] GROUP BY CAST([Hour] AS date)
    ) AS d ON h.[Hour] >= d.[Day] AND h.[Hour] < DATEADD(DAY, 1, d.[Day])
    WHERE h.[Hour] = d.[Last] OR h.[Figure] NOT IN (N'open', N'open-for-day')
    GROUP BY d.[Day], h.[Figure], h.[Channel], h.[Region], h.[Currency], h.[Bucket];
END
GO
