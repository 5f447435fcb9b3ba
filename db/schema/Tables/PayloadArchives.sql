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

CREATE NONCLUSTERED INDEX [IX_PayloadArchives_OrderKey_Id] ON [dbo].[PayloadArchives] ([OrderKey], [Id]);
GO
