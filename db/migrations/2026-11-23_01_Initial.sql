-- The whole schema of the first release. Safe to run again: what exists is left alone.
-- Filtered indexes need these two; sqlcmd does not set the second by itself.
SET ANSI_NULLS ON;
SET QUOTED_IDENTIFIER ON;
GO

IF OBJECT_ID(N'dbo.SchemaJournal', N'U') IS NULL
    CREATE TABLE [dbo].[SchemaJournal] (
        [Script] nvarchar(256) NOT NULL,
        [Checksum] nvarchar(64) NOT NULL,
        [AppliedAt] datetimeoffset(7) NOT NULL,
        CONSTRAINT [PK_SchemaJournal] PRIMARY KEY CLUSTERED ([Script])
    );
GO

IF OBJECT_ID(N'dbo.ApiClients', N'U') IS NULL
    CREATE TABLE [dbo].[ApiClients] (
        [Name] nvarchar(64) NOT NULL,
        [KeyHash] varbinary(32) NOT NULL,
        [System] nvarchar(64) NOT NULL,
        [Scopes] nvarchar(256) NOT NULL,
        [Disabled] bit NOT NULL,
        [CreatedAt] datetimeoffset(7) NOT NULL,
        CONSTRAINT [PK_ApiClients] PRIMARY KEY CLUSTERED ([Name])
    );
GO

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE [name] = N'IX_ApiClients_KeyHash' AND [object_id] = OBJECT_ID(N'dbo.ApiClients'))
    CREATE UNIQUE NONCLUSTERED INDEX [IX_ApiClients_KeyHash] ON [dbo].[ApiClients] ([KeyHash]);
GO

IF OBJECT_ID(N'dbo.AspNetRoles', N'U') IS NULL
    CREATE TABLE [dbo].[AspNetRoles] (
        [Id] nvarchar(450) NOT NULL,
        [Name] nvarchar(256) NULL,
        [NormalizedName] nvarchar(256) NULL,
        [ConcurrencyStamp] nvarchar(max) NULL,
        CONSTRAINT [PK_AspNetRoles] PRIMARY KEY CLUSTERED ([Id])
    );
GO

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE [name] = N'RoleNameIndex' AND [object_id] = OBJECT_ID(N'dbo.AspNetRoles'))
    CREATE UNIQUE NONCLUSTERED INDEX [RoleNameIndex] ON [dbo].[AspNetRoles] ([NormalizedName])
        WHERE [NormalizedName] IS NOT NULL;
GO

IF OBJECT_ID(N'dbo.AspNetUsers', N'U') IS NULL
    CREATE TABLE [dbo].[AspNetUsers] (
        [Id] nvarchar(450) NOT NULL,
        [DisplayName] nvarchar(max) NOT NULL,
        [UserName] nvarchar(256) NULL,
        [NormalizedUserName] nvarchar(256) NULL,
        [Email] nvarchar(256) NULL,
        [NormalizedEmail] nvarchar(256) NULL,
        [EmailConfirmed] bit NOT NULL,
        [PasswordHash] nvarchar(max) NULL,
        [SecurityStamp] nvarchar(max) NULL,
        [ConcurrencyStamp] nvarchar(max) NULL,
        [PhoneNumber] nvarchar(max) NULL,
        [PhoneNumberConfirmed] bit NOT NULL,
        [TwoFactorEnabled] bit NOT NULL,
        [LockoutEnd] datetimeoffset(7) NULL,
        [LockoutEnabled] bit NOT NULL,
        [AccessFailedCount] int NOT NULL,
        CONSTRAINT [PK_AspNetUsers] PRIMARY KEY CLUSTERED ([Id])
    );
GO

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE [name] = N'EmailIndex' AND [object_id] = OBJECT_ID(N'dbo.AspNetUsers'))
    CREATE NONCLUSTERED INDEX [EmailIndex] ON [dbo].[AspNetUsers] ([NormalizedEmail]);
GO

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE [name] = N'UserNameIndex' AND [object_id] = OBJECT_ID(N'dbo.AspNetUsers'))
    CREATE UNIQUE NONCLUSTERED INDEX [UserNameIndex] ON [dbo].[AspNetUsers] ([NormalizedUserName])
        WHERE [NormalizedUserName] IS NOT NULL;
GO

IF OBJECT_ID(N'dbo.AuditEntries', N'U') IS NULL
    CREATE TABLE [dbo].[AuditEntries] (
        [Id] bigint IDENTITY (1, 1) NOT NULL,
        [At] datetimeoffset(7) NOT NULL,
        [Who] nvarchar(256) NOT NULL,
        [Action] nvarchar(64) NOT NULL,
        [Target] nvarchar(256) NOT NULL,
        [Detail] nvarchar(2000) NULL,
        CONSTRAINT [PK_AuditEntries] PRIMARY KEY CLUSTERED ([Id])
    );
GO

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE [name] = N'IX_AuditEntries_At' AND [object_id] = OBJECT_ID(N'dbo.AuditEntries'))
    CREATE NONCLUSTERED INDEX [IX_AuditEntries_At] ON [dbo].[AuditEntries] ([At]);
GO

IF OBJECT_ID(N'dbo.BulkItems', N'U') IS NULL
    CREATE TABLE [dbo].[BulkItems] (
        [OperationId] bigint NOT NULL,
        [CaseId] bigint NOT NULL,
        [Succeeded] bit NULL,
        [Outcome] nvarchar(2000) NULL,
        [At] datetimeoffset(7) NULL,
        CONSTRAINT [PK_BulkItems] PRIMARY KEY CLUSTERED ([OperationId], [CaseId])
    );
GO

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE [name] = N'IX_BulkItems_OperationId_CaseId' AND [object_id] = OBJECT_ID(N'dbo.BulkItems'))
    CREATE NONCLUSTERED INDEX [IX_BulkItems_OperationId_CaseId] ON [dbo].[BulkItems] ([OperationId], [CaseId])
        WHERE [Succeeded] IS NULL;
GO

IF OBJECT_ID(N'dbo.BulkOperations', N'U') IS NULL
    CREATE TABLE [dbo].[BulkOperations] (
        [Id] bigint IDENTITY (1, 1) NOT NULL,
        [Action] nvarchar(64) NOT NULL,
        [RequestedBy] nvarchar(256) NOT NULL,
        [RequestedAt] datetimeoffset(7) NOT NULL,
        [Argument] nvarchar(2000) NULL,
        [State] int NOT NULL,
        [Total] int NOT NULL,
        [Succeeded] int NOT NULL,
        [Refused] int NOT NULL,
        [FinishedAt] datetimeoffset(7) NULL,
        CONSTRAINT [PK_BulkOperations] PRIMARY KEY CLUSTERED ([Id])
    );
GO

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE [name] = N'IX_BulkOperations_State_Id' AND [object_id] = OBJECT_ID(N'dbo.BulkOperations'))
    CREATE NONCLUSTERED INDEX [IX_BulkOperations_State_Id] ON [dbo].[BulkOperations] ([State], [Id]);
GO

IF OBJECT_ID(N'dbo.CallAttempts', N'U') IS NULL
    CREATE TABLE [dbo].[CallAttempts] (
        [Id] bigint IDENTITY (1, 1) NOT NULL,
        [OutboxId] bigint NOT NULL,
        [Number] int NOT NULL,
        [At] datetimeoffset(7) NOT NULL,
        [Outcome] nvarchar(64) NOT NULL,
        [Code] nvarchar(128) NOT NULL,
        [Message] nvarchar(2000) NOT NULL,
        CONSTRAINT [PK_CallAttempts] PRIMARY KEY CLUSTERED ([Id])
    );
GO

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE [name] = N'IX_CallAttempts_OutboxId' AND [object_id] = OBJECT_ID(N'dbo.CallAttempts'))
    CREATE NONCLUSTERED INDEX [IX_CallAttempts_OutboxId] ON [dbo].[CallAttempts] ([OutboxId]);
GO

IF OBJECT_ID(N'dbo.CaseEntries', N'U') IS NULL
    CREATE TABLE [dbo].[CaseEntries] (
        [Id] bigint IDENTITY (1, 1) NOT NULL,
        [CaseId] bigint NOT NULL,
        [At] datetimeoffset(7) NOT NULL,
        [Who] nvarchar(256) NOT NULL,
        [What] nvarchar(64) NOT NULL,
        [Text] nvarchar(2000) NULL,
        CONSTRAINT [PK_CaseEntries] PRIMARY KEY CLUSTERED ([Id])
    );
GO

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE [name] = N'IX_CaseEntries_CaseId_Id' AND [object_id] = OBJECT_ID(N'dbo.CaseEntries'))
    CREATE NONCLUSTERED INDEX [IX_CaseEntries_CaseId_Id] ON [dbo].[CaseEntries] ([CaseId], [Id]);
GO

IF OBJECT_ID(N'dbo.Customers', N'U') IS NULL
    CREATE TABLE [dbo].[Customers] (
        [Number] nvarchar(64) NOT NULL,
        [Name] nvarchar(256) NOT NULL,
        [CreditLimit] decimal(19,4) NOT NULL,
        [BalanceDue] decimal(19,4) NOT NULL,
        [Blocked] bit NOT NULL,
        [SourceVersion] bigint NOT NULL,
        CONSTRAINT [PK_Customers] PRIMARY KEY CLUSTERED ([Number])
    );
GO

IF OBJECT_ID(N'dbo.ExceptionCases', N'U') IS NULL
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
        [OwnerTeam] nvarchar(64) NOT NULL,
        [OwnerPerson] nvarchar(256) NULL,
        [OpenedAt] datetimeoffset(7) NOT NULL,
        [DueAt] datetimeoffset(7) NOT NULL,
        [ChangedAt] datetimeoffset(7) NOT NULL,
        [SnoozedUntil] datetimeoffset(7) NULL,
        [ResolvedAt] datetimeoffset(7) NULL,
        [Resolution] nvarchar(2000) NULL,
        [Repeats] int NOT NULL,
        [Version] int NOT NULL,
        CONSTRAINT [PK_ExceptionCases] PRIMARY KEY CLUSTERED ([Id])
    );
GO

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE [name] = N'IX_ExceptionCases_Domain_Currency_OpenedAt_MoneyAtRisk_State' AND [object_id] = OBJECT_ID(N'dbo.ExceptionCases'))
    CREATE NONCLUSTERED INDEX [IX_ExceptionCases_Domain_Currency_OpenedAt_MoneyAtRisk_State] ON [dbo].[ExceptionCases] ([Domain], [Currency], [OpenedAt], [MoneyAtRisk], [State])
        WHERE [State] < 4;
GO

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE [name] = N'IX_ExceptionCases_DueAt_Id' AND [object_id] = OBJECT_ID(N'dbo.ExceptionCases'))
    CREATE NONCLUSTERED INDEX [IX_ExceptionCases_DueAt_Id] ON [dbo].[ExceptionCases] ([DueAt], [Id])
        WHERE [State] < 4;
GO

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE [name] = N'IX_ExceptionCases_Fingerprint_OrderKey_OpenedAt_DueAt_Id_Currency_MoneyAtRisk_State' AND [object_id] = OBJECT_ID(N'dbo.ExceptionCases'))
    CREATE NONCLUSTERED INDEX [IX_ExceptionCases_Fingerprint_OrderKey_OpenedAt_DueAt_Id_Currency_MoneyAtRisk_State] ON [dbo].[ExceptionCases] ([Fingerprint], [OrderKey], [OpenedAt], [DueAt], [Id], [Currency], [MoneyAtRisk], [State])
        WHERE [State] < 4;
GO

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE [name] = N'IX_ExceptionCases_OrderKey' AND [object_id] = OBJECT_ID(N'dbo.ExceptionCases'))
    CREATE NONCLUSTERED INDEX [IX_ExceptionCases_OrderKey] ON [dbo].[ExceptionCases] ([OrderKey]);
GO

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE [name] = N'IX_ExceptionCases_SubjectKey' AND [object_id] = OBJECT_ID(N'dbo.ExceptionCases'))
    CREATE NONCLUSTERED INDEX [IX_ExceptionCases_SubjectKey] ON [dbo].[ExceptionCases] ([SubjectKey]);
GO

IF OBJECT_ID(N'dbo.FeedCursors', N'U') IS NULL
    CREATE TABLE [dbo].[FeedCursors] (
        [System] nvarchar(64) NOT NULL,
        [Feed] nvarchar(64) NOT NULL,
        [Cursor] nvarchar(2000) NULL,
        [ReadAt] datetimeoffset(7) NULL,
        CONSTRAINT [PK_FeedCursors] PRIMARY KEY CLUSTERED ([System], [Feed])
    );
GO

IF OBJECT_ID(N'dbo.InboxMessages', N'U') IS NULL
    CREATE TABLE [dbo].[InboxMessages] (
        [Id] bigint IDENTITY (1, 1) NOT NULL,
        [System] nvarchar(64) NOT NULL,
        [MessageKey] nvarchar(256) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [Kind] nvarchar(128) NOT NULL,
        [Subject] nvarchar(256) COLLATE Latin1_General_100_BIN2 NULL,
        [OrderKey] bigint NULL,
        [Partition] int NOT NULL,
        [State] int NOT NULL,
        [Attempts] int NOT NULL,
        [ReceivedAt] datetimeoffset(7) NOT NULL,
        [OccurredAt] datetimeoffset(7) NULL,
        [DoneAt] datetimeoffset(7) NULL,
        [Reason] nvarchar(2000) NULL,
        [ContentType] nvarchar(128) NOT NULL,
        [Body] varbinary(max) NULL,
        [BodyOf] bigint NULL,
        [TraceParent] nvarchar(64) NULL,
        CONSTRAINT [PK_InboxMessages] PRIMARY KEY CLUSTERED ([Id])
    );
GO

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE [name] = N'IX_InboxMessages_Failed' AND [object_id] = OBJECT_ID(N'dbo.InboxMessages'))
    CREATE NONCLUSTERED INDEX [IX_InboxMessages_Failed] ON [dbo].[InboxMessages] ([OrderKey])
        WHERE [State] = 4;
GO

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE [name] = N'IX_InboxMessages_OrderKey_Id' AND [object_id] = OBJECT_ID(N'dbo.InboxMessages'))
    CREATE NONCLUSTERED INDEX [IX_InboxMessages_OrderKey_Id] ON [dbo].[InboxMessages] ([OrderKey], [Id]);
GO

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE [name] = N'IX_InboxMessages_State_Partition_Id_ReceivedAt' AND [object_id] = OBJECT_ID(N'dbo.InboxMessages'))
    CREATE NONCLUSTERED INDEX [IX_InboxMessages_State_Partition_Id_ReceivedAt] ON [dbo].[InboxMessages] ([State], [Partition], [Id], [ReceivedAt]);
GO

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE [name] = N'IX_InboxMessages_System_MessageKey' AND [object_id] = OBJECT_ID(N'dbo.InboxMessages'))
    CREATE UNIQUE NONCLUSTERED INDEX [IX_InboxMessages_System_MessageKey] ON [dbo].[InboxMessages] ([System], [MessageKey]);
GO

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE [name] = N'IX_InboxMessages_System_Subject' AND [object_id] = OBJECT_ID(N'dbo.InboxMessages'))
    CREATE NONCLUSTERED INDEX [IX_InboxMessages_System_Subject] ON [dbo].[InboxMessages] ([System], [Subject]);
GO

IF OBJECT_ID(N'dbo.Lanes', N'U') IS NULL
    CREATE TABLE [dbo].[Lanes] (
        [System] nvarchar(64) NOT NULL,
        [Paused] bit NOT NULL,
        [PausedBy] nvarchar(256) NULL,
        [PausedAt] datetimeoffset(7) NULL,
        [PauseReason] nvarchar(2000) NULL,
        [RestUntil] datetimeoffset(7) NULL,
        [RestReason] nvarchar(2000) NULL,
        [UnwellInARow] int NOT NULL,
        [LastSuccessAt] datetimeoffset(7) NULL,
        [LastFailureAt] datetimeoffset(7) NULL,
        [LastFailure] nvarchar(2000) NULL,
        CONSTRAINT [PK_Lanes] PRIMARY KEY CLUSTERED ([System])
    );
GO

IF OBJECT_ID(N'dbo.Leases', N'U') IS NULL
    CREATE TABLE [dbo].[Leases] (
        [Name] nvarchar(128) NOT NULL,
        [Owner] nvarchar(128) NOT NULL,
        [Until] datetimeoffset(7) NOT NULL,
        CONSTRAINT [PK_Leases] PRIMARY KEY CLUSTERED ([Name])
    );
GO

IF OBJECT_ID(N'dbo.NumberSeries', N'U') IS NULL
    CREATE TABLE [dbo].[NumberSeries] (
        [Name] nvarchar(64) NOT NULL,
        [Next] bigint NOT NULL,
        CONSTRAINT [PK_NumberSeries] PRIMARY KEY CLUSTERED ([Name])
    );
GO

IF OBJECT_ID(N'dbo.OrderHistory', N'U') IS NULL
    CREATE TABLE [dbo].[OrderHistory] (
        [Id] bigint IDENTITY (1, 1) NOT NULL,
        [OrderKey] bigint NOT NULL,
        [At] datetimeoffset(7) NOT NULL,
        [OccurredAt] datetimeoffset(7) NULL,
        [Source] nvarchar(256) NOT NULL,
        [What] nvarchar(64) NOT NULL,
        [FromState] nvarchar(64) NULL,
        [ToState] nvarchar(64) NULL,
        [Lines] nvarchar(2000) NULL,
        [Detail] nvarchar(2000) NULL,
        [InboxId] bigint NULL,
        CONSTRAINT [PK_OrderHistory] PRIMARY KEY CLUSTERED ([Id])
    );
GO

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE [name] = N'IX_OrderHistory_OrderKey_Id' AND [object_id] = OBJECT_ID(N'dbo.OrderHistory'))
    CREATE NONCLUSTERED INDEX [IX_OrderHistory_OrderKey_Id] ON [dbo].[OrderHistory] ([OrderKey], [Id]);
GO

IF OBJECT_ID(N'dbo.OrderReferences', N'U') IS NULL
    CREATE TABLE [dbo].[OrderReferences] (
        [System] nvarchar(64) NOT NULL,
        [Type] nvarchar(64) NOT NULL,
        [Value] nvarchar(128) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [OrderKey] bigint NOT NULL,
        CONSTRAINT [PK_OrderReferences] PRIMARY KEY CLUSTERED ([Value], [System], [Type])
    );
GO

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE [name] = N'IX_OrderReferences_OrderKey' AND [object_id] = OBJECT_ID(N'dbo.OrderReferences'))
    CREATE NONCLUSTERED INDEX [IX_OrderReferences_OrderKey] ON [dbo].[OrderReferences] ([OrderKey]);
GO

IF OBJECT_ID(N'dbo.Orders', N'U') IS NULL
    CREATE TABLE [dbo].[Orders] (
        [Key] bigint NOT NULL,
        [Number] nvarchar(128) NOT NULL,
        [Origin] nvarchar(64) NOT NULL,
        [CustomerNumber] nvarchar(64) NOT NULL,
        [CustomerName] nvarchar(256) NOT NULL,
        [CustomerEmail] nvarchar(256) NULL,
        [CustomerPhone] nvarchar(64) NULL,
        [PurchaseOrderNumber] nvarchar(128) NULL,
        [Currency] nvarchar(3) NOT NULL,
        [Total] decimal(19,4) NOT NULL,
        [PlacedAt] datetimeoffset(7) NOT NULL,
        [ReceivedAt] datetimeoffset(7) NOT NULL,
        [SubmittedAt] datetimeoffset(7) NULL,
        [ConfirmedAt] datetimeoffset(7) NULL,
        [ShippedAt] datetimeoffset(7) NULL,
        [ClosedAt] datetimeoffset(7) NULL,
        [RequestedDelivery] date NULL,
        [Status] int NOT NULL,
        [ChangedAt] datetimeoffset(7) NOT NULL,
        [OriginVersion] bigint NOT NULL,
        [ErpNumber] nvarchar(64) NULL,
        [ShipTo] nvarchar(2000) NOT NULL,
        [LockedBy] bigint NULL,
        [LockedAt] datetimeoffset(7) NULL,
        [Version] int NOT NULL,
        CONSTRAINT [PK_Orders] PRIMARY KEY CLUSTERED ([Key])
    );
GO

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE [name] = N'IX_Orders_ConfirmedAt_ReceivedAt' AND [object_id] = OBJECT_ID(N'dbo.Orders'))
    CREATE NONCLUSTERED INDEX [IX_Orders_ConfirmedAt_ReceivedAt] ON [dbo].[Orders] ([ConfirmedAt], [ReceivedAt])
        WHERE [ConfirmedAt] IS NOT NULL;
GO

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE [name] = N'IX_Orders_CustomerEmail' AND [object_id] = OBJECT_ID(N'dbo.Orders'))
    CREATE NONCLUSTERED INDEX [IX_Orders_CustomerEmail] ON [dbo].[Orders] ([CustomerEmail])
        WHERE [CustomerEmail] IS NOT NULL;
GO

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE [name] = N'IX_Orders_CustomerName' AND [object_id] = OBJECT_ID(N'dbo.Orders'))
    CREATE NONCLUSTERED INDEX [IX_Orders_CustomerName] ON [dbo].[Orders] ([CustomerName]);
GO

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE [name] = N'IX_Orders_CustomerNumber' AND [object_id] = OBJECT_ID(N'dbo.Orders'))
    CREATE NONCLUSTERED INDEX [IX_Orders_CustomerNumber] ON [dbo].[Orders] ([CustomerNumber]);
GO

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE [name] = N'IX_Orders_Number' AND [object_id] = OBJECT_ID(N'dbo.Orders'))
    CREATE NONCLUSTERED INDEX [IX_Orders_Number] ON [dbo].[Orders] ([Number]);
GO

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE [name] = N'IX_Orders_PlacedAt' AND [object_id] = OBJECT_ID(N'dbo.Orders'))
    CREATE NONCLUSTERED INDEX [IX_Orders_PlacedAt] ON [dbo].[Orders] ([PlacedAt]);
GO

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE [name] = N'IX_Orders_PurchaseOrderNumber' AND [object_id] = OBJECT_ID(N'dbo.Orders'))
    CREATE NONCLUSTERED INDEX [IX_Orders_PurchaseOrderNumber] ON [dbo].[Orders] ([PurchaseOrderNumber])
        WHERE [PurchaseOrderNumber] IS NOT NULL;
GO

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE [name] = N'IX_Orders_ReceivedAt' AND [object_id] = OBJECT_ID(N'dbo.Orders'))
    CREATE NONCLUSTERED INDEX [IX_Orders_ReceivedAt] ON [dbo].[Orders] ([ReceivedAt]);
GO

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE [name] = N'IX_Orders_Status_Key' AND [object_id] = OBJECT_ID(N'dbo.Orders'))
    CREATE NONCLUSTERED INDEX [IX_Orders_Status_Key] ON [dbo].[Orders] ([Status], [Key]);
GO

IF OBJECT_ID(N'dbo.OutboxMessages', N'U') IS NULL
    CREATE TABLE [dbo].[OutboxMessages] (
        [Id] bigint IDENTITY (1, 1) NOT NULL,
        [System] nvarchar(64) NOT NULL,
        [Operation] nvarchar(64) NOT NULL,
        [OrderKey] bigint NULL,
        [Partition] int NOT NULL,
        [State] int NOT NULL,
        [IdempotencyKey] nvarchar(128) NOT NULL,
        [CoalesceKey] nvarchar(128) NULL,
        [Payload] nvarchar(max) NOT NULL,
        [Attempts] int NOT NULL,
        [CreatedAt] datetimeoffset(7) NOT NULL,
        [DueAt] datetimeoffset(7) NOT NULL,
        [DoneAt] datetimeoffset(7) NULL,
        [Result] nvarchar(2000) NULL,
        [CauseInboxId] bigint NULL,
        [TraceParent] nvarchar(64) NULL,
        CONSTRAINT [PK_OutboxMessages] PRIMARY KEY CLUSTERED ([Id])
    );
GO

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE [name] = N'IX_OutboxMessages_CoalesceKey' AND [object_id] = OBJECT_ID(N'dbo.OutboxMessages'))
    CREATE NONCLUSTERED INDEX [IX_OutboxMessages_CoalesceKey] ON [dbo].[OutboxMessages] ([CoalesceKey])
        WHERE [CoalesceKey] IS NOT NULL;
GO

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE [name] = N'IX_OutboxMessages_OrderKey_System_Id' AND [object_id] = OBJECT_ID(N'dbo.OutboxMessages'))
    CREATE NONCLUSTERED INDEX [IX_OutboxMessages_OrderKey_System_Id] ON [dbo].[OutboxMessages] ([OrderKey], [System], [Id]);
GO

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE [name] = N'IX_OutboxMessages_State_System_Partition_Id_DueAt' AND [object_id] = OBJECT_ID(N'dbo.OutboxMessages'))
    CREATE NONCLUSTERED INDEX [IX_OutboxMessages_State_System_Partition_Id_DueAt] ON [dbo].[OutboxMessages] ([State], [System], [Partition], [Id], [DueAt]);
GO

IF OBJECT_ID(N'dbo.Products', N'U') IS NULL
    CREATE TABLE [dbo].[Products] (
        [Sku] nvarchar(64) NOT NULL,
        [Name] nvarchar(256) NOT NULL,
        [UnitPrice] decimal(19,4) NOT NULL,
        [Blocked] bit NOT NULL,
        [SourceVersion] bigint NOT NULL,
        CONSTRAINT [PK_Products] PRIMARY KEY CLUSTERED ([Sku])
    );
GO

IF OBJECT_ID(N'dbo.Stocks', N'U') IS NULL
    CREATE TABLE [dbo].[Stocks] (
        [Sku] nvarchar(64) NOT NULL,
        [Centre] nvarchar(64) NOT NULL,
        [Available] decimal(19,4) NOT NULL,
        [SourceVersion] bigint NOT NULL,
        [StatedAt] datetimeoffset(7) NOT NULL,
        CONSTRAINT [PK_Stocks] PRIMARY KEY CLUSTERED ([Sku], [Centre])
    );
GO

IF OBJECT_ID(N'dbo.AspNetRoleClaims', N'U') IS NULL
    CREATE TABLE [dbo].[AspNetRoleClaims] (
        [Id] int IDENTITY (1, 1) NOT NULL,
        [RoleId] nvarchar(450) NOT NULL,
        [ClaimType] nvarchar(max) NULL,
        [ClaimValue] nvarchar(max) NULL,
        CONSTRAINT [PK_AspNetRoleClaims] PRIMARY KEY CLUSTERED ([Id]),
        CONSTRAINT [FK_AspNetRoleClaims_AspNetRoles_RoleId] FOREIGN KEY ([RoleId]) REFERENCES [dbo].[AspNetRoles] ([Id]) ON DELETE CASCADE
    );
GO

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE [name] = N'IX_AspNetRoleClaims_RoleId' AND [object_id] = OBJECT_ID(N'dbo.AspNetRoleClaims'))
    CREATE NONCLUSTERED INDEX [IX_AspNetRoleClaims_RoleId] ON [dbo].[AspNetRoleClaims] ([RoleId]);
GO

IF OBJECT_ID(N'dbo.AspNetUserClaims', N'U') IS NULL
    CREATE TABLE [dbo].[AspNetUserClaims] (
        [Id] int IDENTITY (1, 1) NOT NULL,
        [UserId] nvarchar(450) NOT NULL,
        [ClaimType] nvarchar(max) NULL,
        [ClaimValue] nvarchar(max) NULL,
        CONSTRAINT [PK_AspNetUserClaims] PRIMARY KEY CLUSTERED ([Id]),
        CONSTRAINT [FK_AspNetUserClaims_AspNetUsers_UserId] FOREIGN KEY ([UserId]) REFERENCES [dbo].[AspNetUsers] ([Id]) ON DELETE CASCADE
    );
GO

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE [name] = N'IX_AspNetUserClaims_UserId' AND [object_id] = OBJECT_ID(N'dbo.AspNetUserClaims'))
    CREATE NONCLUSTERED INDEX [IX_AspNetUserClaims_UserId] ON [dbo].[AspNetUserClaims] ([UserId]);
GO

IF OBJECT_ID(N'dbo.AspNetUserLogins', N'U') IS NULL
    CREATE TABLE [dbo].[AspNetUserLogins] (
        [LoginProvider] nvarchar(450) NOT NULL,
        [ProviderKey] nvarchar(450) NOT NULL,
        [ProviderDisplayName] nvarchar(max) NULL,
        [UserId] nvarchar(450) NOT NULL,
        CONSTRAINT [PK_AspNetUserLogins] PRIMARY KEY CLUSTERED ([LoginProvider], [ProviderKey]),
        CONSTRAINT [FK_AspNetUserLogins_AspNetUsers_UserId] FOREIGN KEY ([UserId]) REFERENCES [dbo].[AspNetUsers] ([Id]) ON DELETE CASCADE
    );
GO

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE [name] = N'IX_AspNetUserLogins_UserId' AND [object_id] = OBJECT_ID(N'dbo.AspNetUserLogins'))
    CREATE NONCLUSTERED INDEX [IX_AspNetUserLogins_UserId] ON [dbo].[AspNetUserLogins] ([UserId]);
GO

IF OBJECT_ID(N'dbo.AspNetUserRoles', N'U') IS NULL
    CREATE TABLE [dbo].[AspNetUserRoles] (
        [UserId] nvarchar(450) NOT NULL,
        [RoleId] nvarchar(450) NOT NULL,
        CONSTRAINT [PK_AspNetUserRoles] PRIMARY KEY CLUSTERED ([UserId], [RoleId]),
        CONSTRAINT [FK_AspNetUserRoles_AspNetRoles_RoleId] FOREIGN KEY ([RoleId]) REFERENCES [dbo].[AspNetRoles] ([Id]) ON DELETE CASCADE,
        CONSTRAINT [FK_AspNetUserRoles_AspNetUsers_UserId] FOREIGN KEY ([UserId]) REFERENCES [dbo].[AspNetUsers] ([Id]) ON DELETE CASCADE
    );
GO

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE [name] = N'IX_AspNetUserRoles_RoleId' AND [object_id] = OBJECT_ID(N'dbo.AspNetUserRoles'))
    CREATE NONCLUSTERED INDEX [IX_AspNetUserRoles_RoleId] ON [dbo].[AspNetUserRoles] ([RoleId]);
GO

IF OBJECT_ID(N'dbo.AspNetUserTokens', N'U') IS NULL
    CREATE TABLE [dbo].[AspNetUserTokens] (
        [UserId] nvarchar(450) NOT NULL,
        [LoginProvider] nvarchar(450) NOT NULL,
        [Name] nvarchar(450) NOT NULL,
        [Value] nvarchar(max) NULL,
        CONSTRAINT [PK_AspNetUserTokens] PRIMARY KEY CLUSTERED ([UserId], [LoginProvider], [Name]),
        CONSTRAINT [FK_AspNetUserTokens_AspNetUsers_UserId] FOREIGN KEY ([UserId]) REFERENCES [dbo].[AspNetUsers] ([Id]) ON DELETE CASCADE
    );
GO

IF OBJECT_ID(N'dbo.Claims', N'U') IS NULL
    CREATE TABLE [dbo].[Claims] (
        [OrderKey] bigint NOT NULL,
        [LineNo] int NOT NULL,
        [Field] nvarchar(64) NOT NULL,
        [System] nvarchar(64) NOT NULL,
        [Value] nvarchar(256) NOT NULL,
        [ObservedAt] datetimeoffset(7) NOT NULL,
        [SourceVersion] bigint NOT NULL,
        [InboxId] bigint NULL,
        CONSTRAINT [PK_Claims] PRIMARY KEY CLUSTERED ([OrderKey], [LineNo], [Field], [System]),
        CONSTRAINT [FK_Claims_Orders_OrderKey] FOREIGN KEY ([OrderKey]) REFERENCES [dbo].[Orders] ([Key]) ON DELETE CASCADE
    );
GO

IF OBJECT_ID(N'dbo.Expectations', N'U') IS NULL
    CREATE TABLE [dbo].[Expectations] (
        [OrderKey] bigint NOT NULL,
        [Step] nvarchar(64) NOT NULL,
        [System] nvarchar(64) NOT NULL,
        [SetAt] datetimeoffset(7) NOT NULL,
        [DueAt] datetimeoffset(7) NOT NULL,
        [Overdue] bit NOT NULL,
        CONSTRAINT [PK_Expectations] PRIMARY KEY CLUSTERED ([OrderKey], [Step]),
        CONSTRAINT [FK_Expectations_Orders_OrderKey] FOREIGN KEY ([OrderKey]) REFERENCES [dbo].[Orders] ([Key]) ON DELETE CASCADE
    );
GO

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE [name] = N'IX_Expectations_Overdue_DueAt' AND [object_id] = OBJECT_ID(N'dbo.Expectations'))
    CREATE NONCLUSTERED INDEX [IX_Expectations_Overdue_DueAt] ON [dbo].[Expectations] ([Overdue], [DueAt]);
GO

IF OBJECT_ID(N'dbo.Invoices', N'U') IS NULL
    CREATE TABLE [dbo].[Invoices] (
        [OrderKey] bigint NOT NULL,
        [Number] nvarchar(64) NOT NULL,
        [Amount] decimal(19,4) NOT NULL,
        [Currency] nvarchar(3) NOT NULL,
        [StatedAt] datetimeoffset(7) NOT NULL,
        [Paid] bit NOT NULL,
        [Cancelled] bit NOT NULL,
        CONSTRAINT [PK_Invoices] PRIMARY KEY CLUSTERED ([OrderKey], [Number]),
        CONSTRAINT [FK_Invoices_Orders_OrderKey] FOREIGN KEY ([OrderKey]) REFERENCES [dbo].[Orders] ([Key]) ON DELETE CASCADE
    );
GO

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE [name] = N'IX_Invoices_Number' AND [object_id] = OBJECT_ID(N'dbo.Invoices'))
    CREATE NONCLUSTERED INDEX [IX_Invoices_Number] ON [dbo].[Invoices] ([Number]);
GO

IF OBJECT_ID(N'dbo.OrderLines', N'U') IS NULL
    CREATE TABLE [dbo].[OrderLines] (
        [OrderKey] bigint NOT NULL,
        [LineNo] int NOT NULL,
        [Part] int NOT NULL,
        [Sku] nvarchar(64) NOT NULL,
        [Description] nvarchar(256) NOT NULL,
        [Quantity] decimal(19,4) NOT NULL,
        [UnitPrice] decimal(19,4) NOT NULL,
        [State] int NOT NULL,
        [StateAt] datetimeoffset(7) NOT NULL,
        [Centre] nvarchar(64) NULL,
        [Release] nvarchar(64) NULL,
        [ParcelId] nvarchar(64) NULL,
        [InvoiceNumber] nvarchar(64) NULL,
        [Rma] nvarchar(64) NULL,
        [Reference] nvarchar(128) NULL,
        CONSTRAINT [PK_OrderLines] PRIMARY KEY CLUSTERED ([OrderKey], [LineNo], [Part]),
        CONSTRAINT [FK_OrderLines_Orders_OrderKey] FOREIGN KEY ([OrderKey]) REFERENCES [dbo].[Orders] ([Key]) ON DELETE CASCADE
    );
GO

IF OBJECT_ID(N'dbo.Parcels', N'U') IS NULL
    CREATE TABLE [dbo].[Parcels] (
        [OrderKey] bigint NOT NULL,
        [Centre] nvarchar(64) NOT NULL,
        [ParcelId] nvarchar(64) NOT NULL,
        [Carrier] nvarchar(64) NOT NULL,
        [TrackingNumber] nvarchar(128) NOT NULL,
        [TrackingUrl] nvarchar(2000) NULL,
        [ShippedAt] datetimeoffset(7) NOT NULL,
        [Lines] nvarchar(max) NOT NULL,
        CONSTRAINT [PK_Parcels] PRIMARY KEY CLUSTERED ([OrderKey], [Centre], [ParcelId]),
        CONSTRAINT [FK_Parcels_Orders_OrderKey] FOREIGN KEY ([OrderKey]) REFERENCES [dbo].[Orders] ([Key]) ON DELETE CASCADE
    );
GO

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE [name] = N'IX_Parcels_TrackingNumber' AND [object_id] = OBJECT_ID(N'dbo.Parcels'))
    CREATE NONCLUSTERED INDEX [IX_Parcels_TrackingNumber] ON [dbo].[Parcels] ([TrackingNumber]);
GO
