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

CREATE NONCLUSTERED INDEX [IX_OrderHistory_OrderKey_Id] ON [dbo].[OrderHistory] ([OrderKey], [Id]);
GO
