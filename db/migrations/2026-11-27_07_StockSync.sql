-- When what a call tells of changed at its source, so that it can be measured how long stock takes to a storefront. Safe to run again.
SET ANSI_NULLS ON;
SET QUOTED_IDENTIFIER ON;
GO

IF COL_LENGTH(N'dbo.OutboxMessages', N'ChangedAt') IS NULL
    ALTER TABLE [dbo].[OutboxMessages] ADD [ChangedAt] datetimeoffset(7) NULL;
GO

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE [name] = N'IX_OutboxMessages_DoneAt' AND [object_id] = OBJECT_ID(N'dbo.OutboxMessages'))
    CREATE NONCLUSTERED INDEX [IX_OutboxMessages_DoneAt] ON [dbo].[OutboxMessages] ([DoneAt])
        WHERE [ChangedAt] IS NOT NULL AND [DoneAt] IS NOT NULL;
GO
