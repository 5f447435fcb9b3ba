CREATE TABLE [dbo].[ExceptionCases] (
    [Id] bigint IDENTITY (1, 1) NOT NULL,
    [Kind] int NOT NULL,
    [State] int NOT NULL,
    [Severity] int NOT NULL,
    [Remedy] int NOT NULL,
    [Domain] nvarchar(64) NOT NULL,
    [System] nvarchar(64) NOT NULL,
    [Operation] nvarchar(64) NOT NULL,
    [Fingerprint] nvarchar(256) NOT NULL,
    [SubjectKey] nvarchar(128) NOT NULL,
    [Title] nvarchar(256) NOT NULL,
    [Detail] nvarchar(2000) NOT NULL,
    [OrderKey] bigint NULL,
    [OutboxId] bigint NULL,
    [InboxId] bigint NULL,
    [MoneyAtRisk] decimal(19,4) NOT NULL,
    [Currency] nvarchar(3) NULL,
    [PromisedFor] date NULL,
    [OwnerTeam] nvarchar(64) NOT NULL,
    [OwnerPerson] nvarchar(256) NULL,
    [OpenedAt] datetimeoffset(7) NOT NULL,
    [DueAt] datetimeoffset(7) NOT NULL,
    [ChangedAt] datetimeoffset(7) NOT NULL,
    [AllowedSeconds] int NOT NULL CONSTRAINT [DF_ExceptionCases_AllowedSeconds] DEFAULT (0),
    [Rung] int NOT NULL CONSTRAINT [DF_ExceptionCases_Rung] DEFAULT (0),
    [ClimbsAt] datetimeoffset(7) NULL,
    [NoticeId] bigint NULL,
    [SnoozedUntil] datetimeoffset(7) NULL,
    [ResolvedAt] datetimeoffset(7) NULL,
    [Resolution] nvarchar(2000) NULL,
    [Repeats] int NOT NULL,
    [Version] int NOT NULL,
    CONSTRAINT [PK_ExceptionCases] PRIMARY KEY CLUSTERED ([Id])
);
GO

CREATE NONCLUSTERED INDEX [IX_ExceptionCases_ClimbsAt_Id] ON [dbo].[ExceptionCases] ([ClimbsAt], [Id])
    WHERE [State] < 4 AND [ClimbsAt] IS NOT NULL;
GO

CREATE NONCLUSTERED INDEX [IX_ExceptionCases_Domain_Currency_OpenedAt_MoneyAtRisk_State] ON [dbo].[ExceptionCases] ([Domain], [Currency], [OpenedAt], [MoneyAtRisk], [State])
    WHERE [State] < 4;
GO

CREATE NONCLUSTERED INDEX [IX_ExceptionCases_DueAt_Id] ON [dbo].[ExceptionCases] ([DueAt], [Id])
    WHERE [State] < 4;
GO

CREATE NONCLUSTERED INDEX [IX_ExceptionCases_Fingerprint_OrderKey_OpenedAt_DueAt_Id_Currency_MoneyAtRisk_State] ON [dbo].[ExceptionCases] ([Fingerprint], [OrderKey], [OpenedAt], [DueAt], [Id], [Currency], [MoneyAtRisk], [State])
    WHERE [State] < 4;
GO

CREATE NONCLUSTERED INDEX [IX_ExceptionCases_Fingerprint_Id] ON [dbo].[ExceptionCases] ([Fingerprint], [Id]);
GO

CREATE NONCLUSTERED INDEX [IX_ExceptionCases_Fingerprint_OwnerTeam_DueAt] ON [dbo].[ExceptionCases] ([Fingerprint], [OwnerTeam], [DueAt])
    WHERE [State] < 4;
GO

CREATE NONCLUSTERED INDEX [IX_ExceptionCases_Fingerprint_OwnerTeam_OpenedAt_Id] ON [dbo].[ExceptionCases] ([Fingerprint], [OwnerTeam], [OpenedAt], [Id])
    WHERE [State] < 4;
GO

CREATE NONCLUSTERED INDEX [IX_ExceptionCases_Fingerprint_OwnerTeam_PromisedFor] ON [dbo].[ExceptionCases] ([Fingerprint], [OwnerTeam], [PromisedFor])
    WHERE [State] < 4 AND [PromisedFor] IS NOT NULL;
GO

CREATE NONCLUSTERED INDEX [IX_ExceptionCases_OrderKey] ON [dbo].[ExceptionCases] ([OrderKey]);
GO

CREATE NONCLUSTERED INDEX [IX_ExceptionCases_ResolvedAt_OpenedAt_Kind_OrderKey] ON [dbo].[ExceptionCases] ([ResolvedAt], [OpenedAt], [Kind], [OrderKey])
    WHERE [ResolvedAt] IS NOT NULL;
GO

CREATE NONCLUSTERED INDEX [IX_ExceptionCases_SnoozedUntil_Id] ON [dbo].[ExceptionCases] ([SnoozedUntil], [Id])
    WHERE [State] < 4 AND [SnoozedUntil] IS NOT NULL;
GO

CREATE NONCLUSTERED INDEX [IX_ExceptionCases_SubjectKey] ON [dbo].[ExceptionCases] ([SubjectKey]);
GO
