-- Payloads of finished work move out of the working tables, and orders say since when they have been quiet. Safe to run again.
SET ANSI_NULLS ON;
SET QUOTED_IDENTIFIER ON;
GO

IF OBJECT_ID(N'dbo.PayloadArchives', N'U') IS NULL
    CREATE TABLE [dbo].[PayloadArchives] (
        [Id] bigint IDENTITY (1, 1) NOT NULL,
        [OrderKey] bigint NULL,
        [ArchivedAt] datetimeoffset(7) NOT NULL,
        [LastInboxId] bigint NOT NULL,
        [Payloads] int NOT NULL,
        [Size] bigint NOT NULL,
        [Content] varbinary(max) NOT NULL,
        CONSTRAINT [PK_PayloadArchives] PRIMARY KEY CLUSTERED ([Id])
    );
GO

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE [name] = N'IX_PayloadArchives_OrderKey_Id' AND [object_id] = OBJECT_ID(N'dbo.PayloadArchives'))
    CREATE NONCLUSTERED INDEX [IX_PayloadArchives_OrderKey_Id] ON [dbo].[PayloadArchives] ([OrderKey], [Id]);
GO

IF COL_LENGTH(N'dbo.InboxMessages', N'ArchiveId') IS NULL
    ALTER TABLE [dbo].[InboxMessages] ADD [ArchiveId] bigint NULL;
GO

IF COL_LENGTH(N'dbo.OutboxMessages', N'ArchiveId') IS NULL
    ALTER TABLE [dbo].[OutboxMessages] ADD [ArchiveId] bigint NULL;
GO

IF COL_LENGTH(N'dbo.Orders', N'QuietSince') IS NULL
    ALTER TABLE [dbo].[Orders] ADD [QuietSince] datetimeoffset(7) NULL;
GO

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE [name] = N'IX_Orders_QuietSince' AND [object_id] = OBJECT_ID(N'dbo.Orders'))
BEGIN
    -- Orders that closed before there was a retention are quiet since then.
    UPDATE [dbo].[Orders] SET [QuietSince] = [ClosedAt] WHERE [ClosedAt] IS NOT NULL;
    CREATE NONCLUSTERED INDEX [IX_Orders_QuietSince] ON [dbo].[Orders] ([QuietSince])
        WHERE [QuietSince] IS NOT NULL;
END
GO
