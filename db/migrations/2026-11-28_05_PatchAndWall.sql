-- Changes of many messages at once, previewed, and links to the wall. Safe to run again.
SET ANSI_NULLS ON;
SET QUOTED_IDENTIFIER ON;
GO

IF COL_LENGTH(N'dbo.BulkOperations', N'Change') IS NULL
    ALTER TABLE [dbo].[BulkOperations] ADD [Change] nvarchar(2000) NULL;
GO

IF COL_LENGTH(N'dbo.BulkOperations', N'PreviewedTo') IS NULL
    ALTER TABLE [dbo].[BulkOperations] ADD [PreviewedTo] bigint NOT NULL CONSTRAINT [DF_BulkOperations_PreviewedTo] DEFAULT (0);
GO

IF COL_LENGTH(N'dbo.BulkOperations', N'Changing') IS NULL
    ALTER TABLE [dbo].[BulkOperations] ADD [Changing] int NOT NULL CONSTRAINT [DF_BulkOperations_Changing] DEFAULT (0);
GO

IF COL_LENGTH(N'dbo.BulkOperations', N'Staying') IS NULL
    ALTER TABLE [dbo].[BulkOperations] ADD [Staying] int NOT NULL CONSTRAINT [DF_BulkOperations_Staying] DEFAULT (0);
GO

IF COL_LENGTH(N'dbo.BulkOperations', N'Failing') IS NULL
    ALTER TABLE [dbo].[BulkOperations] ADD [Failing] int NOT NULL CONSTRAINT [DF_BulkOperations_Failing] DEFAULT (0);
GO

IF COL_LENGTH(N'dbo.BulkOperations', N'Barred') IS NULL
    ALTER TABLE [dbo].[BulkOperations] ADD [Barred] int NOT NULL CONSTRAINT [DF_BulkOperations_Barred] DEFAULT (0);
GO

IF COL_LENGTH(N'dbo.BulkOperations', N'Value') IS NULL
    ALTER TABLE [dbo].[BulkOperations] ADD [Value] decimal(19,4) NULL;
GO

IF COL_LENGTH(N'dbo.BulkOperations', N'Currency') IS NULL
    ALTER TABLE [dbo].[BulkOperations] ADD [Currency] nvarchar(3) NULL;
GO

IF COL_LENGTH(N'dbo.BulkOperations', N'DecidedBy') IS NULL
    ALTER TABLE [dbo].[BulkOperations] ADD [DecidedBy] nvarchar(256) NULL;
GO

IF COL_LENGTH(N'dbo.BulkOperations', N'DecidedAt') IS NULL
    ALTER TABLE [dbo].[BulkOperations] ADD [DecidedAt] datetimeoffset(7) NULL;
GO

IF COL_LENGTH(N'dbo.BulkItems', N'Preview') IS NULL
    ALTER TABLE [dbo].[BulkItems] ADD [Preview] int NULL;
GO

IF COL_LENGTH(N'dbo.BulkItems', N'Seen') IS NULL
    ALTER TABLE [dbo].[BulkItems] ADD [Seen] int NULL;
GO

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE name = N'IX_BulkItems_OperationId_Preview_CaseId' AND object_id = OBJECT_ID(N'dbo.BulkItems'))
    CREATE NONCLUSTERED INDEX [IX_BulkItems_OperationId_Preview_CaseId] ON [dbo].[BulkItems] ([OperationId], [Preview], [CaseId])
        WHERE [Preview] IS NOT NULL;
GO

IF OBJECT_ID(N'dbo.WallLinks', N'U') IS NULL
    CREATE TABLE [dbo].[WallLinks] (
        [Id] bigint IDENTITY (1, 1) NOT NULL,
        [Name] nvarchar(64) NOT NULL,
        [CreatedBy] nvarchar(256) NOT NULL,
        [CreatedAt] datetimeoffset(7) NOT NULL,
        [ExpiresAt] datetimeoffset(7) NOT NULL,
        [RevokedBy] nvarchar(256) NULL,
        [RevokedAt] datetimeoffset(7) NULL,
        CONSTRAINT [PK_WallLinks] PRIMARY KEY CLUSTERED ([Id])
    );
GO
