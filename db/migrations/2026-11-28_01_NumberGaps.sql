-- Running numbers that arrived, how far each series has come, and what was passed over; the orders behind a past moment and the times of stock from one index each. Safe to run again.
SET ANSI_NULLS ON;
SET QUOTED_IDENTIFIER ON;
GO

IF OBJECT_ID(N'dbo.ArrivedNumbers', N'U') IS NULL
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

IF OBJECT_ID(N'dbo.CountedSeries', N'U') IS NULL
    CREATE TABLE [dbo].[CountedSeries] (
        [System] nvarchar(64) NOT NULL,
        [Series] nvarchar(128) NOT NULL,
        [Highest] bigint NOT NULL,
        [PlacedAt] datetimeoffset(7) NOT NULL,
        [Version] int NOT NULL,
        CONSTRAINT [PK_CountedSeries] PRIMARY KEY CLUSTERED ([System], [Series])
    );
GO

IF OBJECT_ID(N'dbo.NumberGaps', N'U') IS NULL
    CREATE TABLE [dbo].[NumberGaps] (
        [Id] bigint IDENTITY (1, 1) NOT NULL,
        [System] nvarchar(64) NOT NULL,
        [Series] nvarchar(128) NOT NULL,
        [Missing] nvarchar(max) NOT NULL,
        [SeenAt] datetimeoffset(7) NOT NULL,
        [AskAt] datetimeoffset(7) NULL,
        [DueAt] datetimeoffset(7) NULL,
        [Shown] nvarchar(max) NOT NULL,
        [None] nvarchar(max) NOT NULL,
        [Silence] nvarchar(2000) NULL,
        [Version] int NOT NULL,
        CONSTRAINT [PK_NumberGaps] PRIMARY KEY CLUSTERED ([Id])
    );
GO

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE [name] = N'IX_NumberGaps_DueAt' AND [object_id] = OBJECT_ID(N'dbo.NumberGaps'))
    CREATE NONCLUSTERED INDEX [IX_NumberGaps_DueAt] ON [dbo].[NumberGaps] ([DueAt])
        WHERE [DueAt] IS NOT NULL;
GO

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE [name] = N'IX_NumberGaps_SeenAt' AND [object_id] = OBJECT_ID(N'dbo.NumberGaps'))
    CREATE NONCLUSTERED INDEX [IX_NumberGaps_SeenAt] ON [dbo].[NumberGaps] ([SeenAt]);
GO

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE [name] = N'IX_NumberGaps_System_AskAt' AND [object_id] = OBJECT_ID(N'dbo.NumberGaps'))
    CREATE NONCLUSTERED INDEX [IX_NumberGaps_System_AskAt] ON [dbo].[NumberGaps] ([System], [AskAt]);
GO

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE [name] = N'IX_ExceptionCases_ResolvedAt_OpenedAt_Kind_OrderKey' AND [object_id] = OBJECT_ID(N'dbo.ExceptionCases'))
    CREATE NONCLUSTERED INDEX [IX_ExceptionCases_ResolvedAt_OpenedAt_Kind_OrderKey] ON [dbo].[ExceptionCases] ([ResolvedAt], [OpenedAt], [Kind], [OrderKey])
        WHERE [ResolvedAt] IS NOT NULL;
GO

IF EXISTS (SELECT 1 FROM sys.indexes WHERE [name] = N'IX_ExceptionCases_ResolvedAt' AND [object_id] = OBJECT_ID(N'dbo.ExceptionCases'))
    DROP INDEX [IX_ExceptionCases_ResolvedAt] ON [dbo].[ExceptionCases];
GO

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE [name] = N'IX_OutboxMessages_State_DoneAt' AND [object_id] = OBJECT_ID(N'dbo.OutboxMessages'))
    CREATE NONCLUSTERED INDEX [IX_OutboxMessages_State_DoneAt] ON [dbo].[OutboxMessages] ([State], [DoneAt])
        WHERE [ChangedAt] IS NOT NULL AND [DoneAt] IS NOT NULL;
GO

IF EXISTS (SELECT 1 FROM sys.indexes WHERE [name] = N'IX_OutboxMessages_DoneAt' AND [object_id] = OBJECT_ID(N'dbo.OutboxMessages'))
    DROP INDEX [IX_OutboxMessages_DoneAt] ON [dbo].[OutboxMessages];
GO
