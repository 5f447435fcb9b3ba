-- Open cases counted by cause, what opened by the hour, and the promise that is at risk. Safe to run again.
SET ANSI_NULLS ON;
SET QUOTED_IDENTIFIER ON;
GO

IF COL_LENGTH(N'dbo.ExceptionCases', N'PromisedFor') IS NULL
    ALTER TABLE [dbo].[ExceptionCases] ADD [PromisedFor] date NULL;
GO

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE [name] = N'IX_ExceptionCases_Fingerprint_Id' AND [object_id] = OBJECT_ID(N'dbo.ExceptionCases'))
    CREATE NONCLUSTERED INDEX [IX_ExceptionCases_Fingerprint_Id] ON [dbo].[ExceptionCases] ([Fingerprint], [Id]);
GO

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE [name] = N'IX_ExceptionCases_Fingerprint_OwnerTeam_DueAt' AND [object_id] = OBJECT_ID(N'dbo.ExceptionCases'))
    CREATE NONCLUSTERED INDEX [IX_ExceptionCases_Fingerprint_OwnerTeam_DueAt] ON [dbo].[ExceptionCases] ([Fingerprint], [OwnerTeam], [DueAt])
        WHERE [State] < 4;
GO

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE [name] = N'IX_ExceptionCases_Fingerprint_OwnerTeam_OpenedAt_Id' AND [object_id] = OBJECT_ID(N'dbo.ExceptionCases'))
    CREATE NONCLUSTERED INDEX [IX_ExceptionCases_Fingerprint_OwnerTeam_OpenedAt_Id] ON [dbo].[ExceptionCases] ([Fingerprint], [OwnerTeam], [OpenedAt], [Id])
        WHERE [State] < 4;
GO

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE [name] = N'IX_ExceptionCases_Fingerprint_OwnerTeam_PromisedFor' AND [object_id] = OBJECT_ID(N'dbo.ExceptionCases'))
    CREATE NONCLUSTERED INDEX [IX_ExceptionCases_Fingerprint_OwnerTeam_PromisedFor] ON [dbo].[ExceptionCases] ([Fingerprint], [OwnerTeam], [PromisedFor])
        WHERE [State] < 4 AND [PromisedFor] IS NOT NULL;
GO

IF OBJECT_ID(N'dbo.CaseGroupHours', N'U') IS NULL
    CREATE TABLE [dbo].[CaseGroupHours] (
        [Hour] datetimeoffset(7) NOT NULL,
        [Fingerprint] nvarchar(256) NOT NULL,
        [Opened] int NOT NULL,
        CONSTRAINT [PK_CaseGroupHours] PRIMARY KEY CLUSTERED ([Hour], [Fingerprint])
    );
GO

IF OBJECT_ID(N'dbo.CaseGroups', N'U') IS NULL
BEGIN
    CREATE TABLE [dbo].[CaseGroups] (
        [Fingerprint] nvarchar(256) NOT NULL,
        [Kind] int NOT NULL,
        [Domain] nvarchar(64) NOT NULL,
        [OwnerTeam] nvarchar(64) NOT NULL,
        [Currency] nvarchar(3) NOT NULL,
        [System] nvarchar(64) NOT NULL,
        [Operation] nvarchar(64) NOT NULL,
        [Cases] int NOT NULL,
        [MoneyAtRisk] decimal(19,4) NOT NULL,
        CONSTRAINT [PK_CaseGroups] PRIMARY KEY CLUSTERED ([Fingerprint], [Kind], [Domain], [OwnerTeam], [Currency])
    );
    -- What is open already is in its group from the first moment on.
    UPDATE c SET c.[PromisedFor] = o.[RequestedDelivery] FROM [dbo].[ExceptionCases] AS c INNER JOIN [dbo].[Orders] AS o ON o.[Key] = c.[OrderKey] WHERE c.[State] < 4;
    INSERT INTO [dbo].[CaseGroups] ([Fingerprint], [Kind], [Domain], [OwnerTeam], [Currency], [System], [Operation], [Cases], [MoneyAtRisk])
    SELECT [Fingerprint], [Kind], [Domain], [OwnerTeam], COALESCE([Currency], N''), MAX([System]), MAX([Operation]), COUNT(*), SUM([MoneyAtRisk])
    FROM [dbo].[ExceptionCases] WHERE [State] < 4 GROUP BY [Fingerprint], [Kind], [Domain], [OwnerTeam], COALESCE([Currency], N'');
END
GO
