-- What messages behind open cases say, to be searched, and saved views. Safe to run again.
SET ANSI_NULLS ON;
SET QUOTED_IDENTIFIER ON;
GO

IF OBJECT_ID(N'dbo.CaseFields', N'U') IS NULL
    CREATE TABLE [dbo].[CaseFields] (
        [CaseId] bigint NOT NULL,
        [Fields] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        CONSTRAINT [PK_CaseFields] PRIMARY KEY CLUSTERED ([CaseId])
    );
GO

IF OBJECT_ID(N'dbo.CaseTerms', N'U') IS NULL
    CREATE TABLE [dbo].[CaseTerms] (
        [Hash] bigint NOT NULL,
        [CaseId] bigint NOT NULL,
        CONSTRAINT [PK_CaseTerms] PRIMARY KEY CLUSTERED ([Hash], [CaseId])
    );
GO

IF OBJECT_ID(N'dbo.CaseTexts', N'U') IS NULL
BEGIN
    CREATE TABLE [dbo].[CaseTexts] (
        [CaseId] bigint NOT NULL,
        [Text] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [ReadAt] datetimeoffset(7) NULL,
        CONSTRAINT [PK_CaseTexts] PRIMARY KEY CLUSTERED ([CaseId])
    );
    -- What is open already is read soon after the start.
    INSERT INTO [dbo].[CaseTexts] ([CaseId], [Text]) SELECT [Id], N'' FROM [dbo].[ExceptionCases] WHERE [State] < 4 AND ([OutboxId] IS NOT NULL OR [InboxId] IS NOT NULL);
END
GO

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE [name] = N'IX_CaseTexts_CaseId' AND [object_id] = OBJECT_ID(N'dbo.CaseTexts'))
    CREATE NONCLUSTERED INDEX [IX_CaseTexts_CaseId] ON [dbo].[CaseTexts] ([CaseId])
        WHERE [ReadAt] IS NULL;
GO

IF OBJECT_ID(N'dbo.SavedViews', N'U') IS NULL
    CREATE TABLE [dbo].[SavedViews] (
        [Id] bigint IDENTITY (1, 1) NOT NULL,
        [Name] nvarchar(64) NOT NULL,
        [Address] nvarchar(2000) NOT NULL,
        [Owner] nvarchar(256) NOT NULL,
        [Audience] int NOT NULL,
        [Team] nvarchar(64) NULL,
        [SavedAt] datetimeoffset(7) NOT NULL,
        CONSTRAINT [PK_SavedViews] PRIMARY KEY CLUSTERED ([Id])
    );
GO

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE [name] = N'IX_SavedViews_Owner_Name' AND [object_id] = OBJECT_ID(N'dbo.SavedViews'))
    CREATE UNIQUE NONCLUSTERED INDEX [IX_SavedViews_Owner_Name] ON [dbo].[SavedViews] ([Owner], [Name]);
GO
