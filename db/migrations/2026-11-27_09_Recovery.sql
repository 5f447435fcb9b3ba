-- Bulk retries in waves, and edits of failed messages. Safe to run again.
SET ANSI_NULLS ON;
SET QUOTED_IDENTIFIER ON;
GO

IF COL_LENGTH(N'dbo.OutboxMessages', N'EditId') IS NULL
    ALTER TABLE [dbo].[OutboxMessages] ADD [EditId] bigint NULL;
GO

IF COL_LENGTH(N'dbo.InboxMessages', N'EditId') IS NULL
    ALTER TABLE [dbo].[InboxMessages] ADD [EditId] bigint NULL;
GO

IF COL_LENGTH(N'dbo.BulkOperations', N'Canary') IS NULL
    ALTER TABLE [dbo].[BulkOperations] ADD [Canary] bit NOT NULL CONSTRAINT [DF_BulkOperations_Canary] DEFAULT (0);
GO

IF COL_LENGTH(N'dbo.BulkOperations', N'Wave') IS NULL
    ALTER TABLE [dbo].[BulkOperations] ADD [Wave] int NOT NULL CONSTRAINT [DF_BulkOperations_Wave] DEFAULT (0);
GO

IF COL_LENGTH(N'dbo.BulkOperations', N'Awaited') IS NULL
    ALTER TABLE [dbo].[BulkOperations] ADD [Awaited] int NOT NULL CONSTRAINT [DF_BulkOperations_Awaited] DEFAULT (0);
GO

IF COL_LENGTH(N'dbo.BulkOperations', N'Worked') IS NULL
    ALTER TABLE [dbo].[BulkOperations] ADD [Worked] int NOT NULL CONSTRAINT [DF_BulkOperations_Worked] DEFAULT (0);
GO

IF COL_LENGTH(N'dbo.BulkOperations', N'Repeated') IS NULL
    ALTER TABLE [dbo].[BulkOperations] ADD [Repeated] int NOT NULL CONSTRAINT [DF_BulkOperations_Repeated] DEFAULT (0);
GO

IF COL_LENGTH(N'dbo.BulkOperations', N'Otherwise') IS NULL
    ALTER TABLE [dbo].[BulkOperations] ADD [Otherwise] int NOT NULL CONSTRAINT [DF_BulkOperations_Otherwise] DEFAULT (0);
GO

IF COL_LENGTH(N'dbo.BulkOperations', N'Note') IS NULL
    ALTER TABLE [dbo].[BulkOperations] ADD [Note] nvarchar(2000) NULL;
GO

IF COL_LENGTH(N'dbo.BulkItems', N'Repeats') IS NULL
    ALTER TABLE [dbo].[BulkItems] ADD [Repeats] int NULL;
GO

IF COL_LENGTH(N'dbo.BulkItems', N'Fingerprint') IS NULL
    ALTER TABLE [dbo].[BulkItems] ADD [Fingerprint] nvarchar(256) NULL;
GO

IF COL_LENGTH(N'dbo.BulkItems', N'Ended') IS NULL
    ALTER TABLE [dbo].[BulkItems] ADD [Ended] int NULL;
GO

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE name = N'IX_BulkOperations_Awaited' AND object_id = OBJECT_ID(N'dbo.BulkOperations'))
    CREATE NONCLUSTERED INDEX [IX_BulkOperations_Awaited] ON [dbo].[BulkOperations] ([Awaited])
        WHERE [Awaited] > 0;
GO

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE name = N'IX_BulkItems_Awaited' AND object_id = OBJECT_ID(N'dbo.BulkItems'))
    CREATE NONCLUSTERED INDEX [IX_BulkItems_Awaited] ON [dbo].[BulkItems] ([OperationId], [CaseId])
        WHERE [Repeats] IS NOT NULL AND [Ended] IS NULL;
GO

IF OBJECT_ID(N'dbo.MessageEdits', N'U') IS NULL
    CREATE TABLE [dbo].[MessageEdits] (
        [Id] bigint IDENTITY (1, 1) NOT NULL,
        [Subject] nvarchar(128) NOT NULL,
        [CaseId] bigint NOT NULL,
        [OutboxId] bigint NULL,
        [InboxId] bigint NULL,
        [OrderKey] bigint NULL,
        [Version] int NOT NULL,
        [State] int NOT NULL,
        [Content] varbinary(max) NOT NULL,
        [Reason] nvarchar(2000) NOT NULL,
        [RequestedBy] nvarchar(256) NOT NULL,
        [RequestedAt] datetimeoffset(7) NOT NULL,
        [Value] decimal(19,4) NOT NULL,
        [Currency] nvarchar(3) NULL,
        [DecidedBy] nvarchar(256) NULL,
        [DecidedAt] datetimeoffset(7) NULL,
        [Decision] nvarchar(2000) NULL,
        [EndedAt] datetimeoffset(7) NULL,
        CONSTRAINT [PK_MessageEdits] PRIMARY KEY CLUSTERED ([Id])
    );
GO

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE name = N'IX_MessageEdits_OnItsWay' AND object_id = OBJECT_ID(N'dbo.MessageEdits'))
    CREATE UNIQUE NONCLUSTERED INDEX [IX_MessageEdits_OnItsWay] ON [dbo].[MessageEdits] ([Subject])
        WHERE [State] < 2;
GO

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE name = N'IX_MessageEdits_RequestedAt_Id' AND object_id = OBJECT_ID(N'dbo.MessageEdits'))
    CREATE NONCLUSTERED INDEX [IX_MessageEdits_RequestedAt_Id] ON [dbo].[MessageEdits] ([RequestedAt], [Id])
        WHERE [State] = 0;
GO

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE name = N'IX_MessageEdits_Subject_Version' AND object_id = OBJECT_ID(N'dbo.MessageEdits'))
    CREATE UNIQUE NONCLUSTERED INDEX [IX_MessageEdits_Subject_Version] ON [dbo].[MessageEdits] ([Subject], [Version]);
GO
