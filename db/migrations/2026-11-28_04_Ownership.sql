-- Who owns exceptions: clocks that stand still, ladders, notices and their letters, teams and hand-overs. Safe to run again.
SET ANSI_NULLS ON;
SET QUOTED_IDENTIFIER ON;
GO

IF COL_LENGTH(N'dbo.AspNetUsers', N'Team') IS NULL
    ALTER TABLE [dbo].[AspNetUsers] ADD [Team] nvarchar(64) NULL;
GO

IF COL_LENGTH(N'dbo.ExceptionCases', N'AllowedSeconds') IS NULL
    ALTER TABLE [dbo].[ExceptionCases] ADD [AllowedSeconds] int NOT NULL CONSTRAINT [DF_ExceptionCases_AllowedSeconds] DEFAULT (0);
GO

IF COL_LENGTH(N'dbo.ExceptionCases', N'Rung') IS NULL
    ALTER TABLE [dbo].[ExceptionCases] ADD [Rung] int NOT NULL CONSTRAINT [DF_ExceptionCases_Rung] DEFAULT (0);
GO

IF COL_LENGTH(N'dbo.ExceptionCases', N'ClimbsAt') IS NULL
    ALTER TABLE [dbo].[ExceptionCases] ADD [ClimbsAt] datetimeoffset(7) NULL;
GO

IF COL_LENGTH(N'dbo.ExceptionCases', N'NoticeId') IS NULL
    ALTER TABLE [dbo].[ExceptionCases] ADD [NoticeId] bigint NULL;
GO

IF OBJECT_ID(N'dbo.CaseWaits', N'U') IS NULL
    CREATE TABLE [dbo].[CaseWaits] (
        [CaseId] bigint NOT NULL,
        [On] nvarchar(64) NOT NULL,
        [Because] nvarchar(2000) NOT NULL,
        [Since] datetimeoffset(7) NOT NULL,
        [DueBefore] datetimeoffset(7) NOT NULL,
        [ClimbsBefore] datetimeoffset(7) NULL,
        CONSTRAINT [PK_CaseWaits] PRIMARY KEY CLUSTERED ([CaseId])
    );
GO

IF OBJECT_ID(N'dbo.HandOvers', N'U') IS NULL
    CREATE TABLE [dbo].[HandOvers] (
        [Id] bigint IDENTITY (1, 1) NOT NULL,
        [Team] nvarchar(64) NOT NULL,
        [Author] nvarchar(256) NOT NULL,
        [At] datetimeoffset(7) NOT NULL,
        [Text] nvarchar(2000) NOT NULL,
        [SeenBy] nvarchar(256) NULL,
        [SeenAt] datetimeoffset(7) NULL,
        CONSTRAINT [PK_HandOvers] PRIMARY KEY CLUSTERED ([Id])
    );
GO

IF OBJECT_ID(N'dbo.LetterNotices', N'U') IS NULL
    CREATE TABLE [dbo].[LetterNotices] (
        [LetterId] bigint NOT NULL,
        [NoticeId] bigint NOT NULL,
        CONSTRAINT [PK_LetterNotices] PRIMARY KEY CLUSTERED ([LetterId], [NoticeId])
    );
GO

IF OBJECT_ID(N'dbo.Letters', N'U') IS NULL
    CREATE TABLE [dbo].[Letters] (
        [Id] bigint IDENTITY (1, 1) NOT NULL,
        [Channel] int NOT NULL,
        [Recipient] nvarchar(256) NOT NULL,
        [CreatedAt] datetimeoffset(7) NOT NULL,
        [DueAt] datetimeoffset(7) NOT NULL,
        [Attempts] int NOT NULL,
        [EndedAt] datetimeoffset(7) NULL,
        [Sent] bit NOT NULL,
        [LastError] nvarchar(2000) NULL,
        CONSTRAINT [PK_Letters] PRIMARY KEY CLUSTERED ([Id])
    );
GO

IF OBJECT_ID(N'dbo.NoticeAddressees', N'U') IS NULL
    CREATE TABLE [dbo].[NoticeAddressees] (
        [NoticeId] bigint NOT NULL,
        [Addressee] nvarchar(256) NOT NULL,
        CONSTRAINT [PK_NoticeAddressees] PRIMARY KEY CLUSTERED ([NoticeId], [Addressee])
    );
GO

IF OBJECT_ID(N'dbo.Notices', N'U') IS NULL
    CREATE TABLE [dbo].[Notices] (
        [Id] bigint IDENTITY (1, 1) NOT NULL,
        [Team] nvarchar(64) NOT NULL,
        [Fingerprint] nvarchar(256) NOT NULL,
        [Rung] int NOT NULL,
        [Title] nvarchar(256) NOT NULL,
        [Cases] int NOT NULL,
        [OpenedAt] datetimeoffset(7) NOT NULL,
        [LastAt] datetimeoffset(7) NOT NULL,
        [ClosedAt] datetimeoffset(7) NULL,
        [ClosedBy] nvarchar(256) NULL,
        CONSTRAINT [PK_Notices] PRIMARY KEY CLUSTERED ([Id])
    );
GO

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE [name] = N'IX_ExceptionCases_ClimbsAt_Id' AND [object_id] = OBJECT_ID(N'dbo.ExceptionCases'))
    CREATE NONCLUSTERED INDEX [IX_ExceptionCases_ClimbsAt_Id] ON [dbo].[ExceptionCases] ([ClimbsAt], [Id])
        WHERE [State] < 4 AND [ClimbsAt] IS NOT NULL;
GO

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE [name] = N'IX_ExceptionCases_SnoozedUntil_Id' AND [object_id] = OBJECT_ID(N'dbo.ExceptionCases'))
    CREATE NONCLUSTERED INDEX [IX_ExceptionCases_SnoozedUntil_Id] ON [dbo].[ExceptionCases] ([SnoozedUntil], [Id])
        WHERE [State] < 4 AND [SnoozedUntil] IS NOT NULL;
GO

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE [name] = N'IX_HandOvers_At' AND [object_id] = OBJECT_ID(N'dbo.HandOvers'))
    CREATE NONCLUSTERED INDEX [IX_HandOvers_At] ON [dbo].[HandOvers] ([At]);
GO

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE [name] = N'IX_HandOvers_Team_Id' AND [object_id] = OBJECT_ID(N'dbo.HandOvers'))
    CREATE NONCLUSTERED INDEX [IX_HandOvers_Team_Id] ON [dbo].[HandOvers] ([Team], [Id])
        WHERE [SeenAt] IS NULL;
GO

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE [name] = N'IX_Letters_Channel_DueAt_Id' AND [object_id] = OBJECT_ID(N'dbo.Letters'))
    CREATE NONCLUSTERED INDEX [IX_Letters_Channel_DueAt_Id] ON [dbo].[Letters] ([Channel], [DueAt], [Id])
        WHERE [EndedAt] IS NULL;
GO

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE [name] = N'IX_Letters_Channel_Recipient_Id' AND [object_id] = OBJECT_ID(N'dbo.Letters'))
    CREATE NONCLUSTERED INDEX [IX_Letters_Channel_Recipient_Id] ON [dbo].[Letters] ([Channel], [Recipient], [Id]);
GO

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE [name] = N'IX_Letters_EndedAt' AND [object_id] = OBJECT_ID(N'dbo.Letters'))
    CREATE NONCLUSTERED INDEX [IX_Letters_EndedAt] ON [dbo].[Letters] ([EndedAt])
        WHERE [LastError] IS NOT NULL;
GO

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE [name] = N'IX_Notices_Fingerprint_Team_Rung' AND [object_id] = OBJECT_ID(N'dbo.Notices'))
    CREATE UNIQUE NONCLUSTERED INDEX [IX_Notices_Fingerprint_Team_Rung] ON [dbo].[Notices] ([Fingerprint], [Team], [Rung])
        WHERE [ClosedAt] IS NULL;
GO

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE [name] = N'IX_Notices_OpenedAt' AND [object_id] = OBJECT_ID(N'dbo.Notices'))
    CREATE NONCLUSTERED INDEX [IX_Notices_OpenedAt] ON [dbo].[Notices] ([OpenedAt]);
GO
