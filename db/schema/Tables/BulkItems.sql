CREATE TABLE [dbo].[BulkItems] (
    [OperationId] bigint NOT NULL,
    [CaseId] bigint NOT NULL,
    [Succeeded] bit NULL,
    [Outcome] nvarchar(2000) NULL,
    [At] datetimeoffset(7) NULL,
    [Repeats] int NULL,
    [Fingerprint] nvarchar(256) NULL,
    [Ended] int NULL,
    [Preview] int NULL,
    [Seen] int NULL,
    CONSTRAINT [PK_BulkItems] PRIMARY KEY CLUSTERED ([OperationId], [CaseId])
);
GO

CREATE NONCLUSTERED INDEX [IX_BulkItems_Awaited] ON [dbo].[BulkItems] ([OperationId], [CaseId])
    WHERE [Repeats] IS NOT NULL AND [Ended] IS NULL;
GO

CREATE NONCLUSTERED INDEX [IX_BulkItems_OperationId_CaseId] ON [dbo].[BulkItems] ([OperationId], [CaseId])
    WHERE [Succeeded] IS NULL;
GO

CREATE NONCLUSTERED INDEX [IX_BulkItems_OperationId_Preview_CaseId] ON [dbo].[BulkItems] ([OperationId], [Preview], [CaseId])
    WHERE [Preview] IS NOT NULL;
GO
