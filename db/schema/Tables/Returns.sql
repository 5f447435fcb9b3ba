CREATE TABLE [dbo].[Returns] (
    [OrderKey] bigint NOT NULL,
    [Rma] nvarchar(64) NOT NULL,
    [State] int NOT NULL,
    [Reason] nvarchar(2000) NOT NULL,
    [RequestedBy] nvarchar(256) NOT NULL,
    [RequestedAt] datetimeoffset(7) NOT NULL,
    [DecidedBy] nvarchar(256) NULL,
    [DecidedAt] datetimeoffset(7) NULL,
    [Decision] nvarchar(2000) NULL,
    [Amount] decimal(19,4) NOT NULL,
    [Currency] nvarchar(3) NOT NULL,
    [ChangedAt] datetimeoffset(7) NOT NULL,
    [ClosedAt] datetimeoffset(7) NULL,
    [Sheet] nvarchar(max) NOT NULL,
    CONSTRAINT [PK_Returns] PRIMARY KEY CLUSTERED ([OrderKey], [Rma]),
    CONSTRAINT [FK_Returns_Orders_OrderKey] FOREIGN KEY ([OrderKey]) REFERENCES [dbo].[Orders] ([Key]) ON DELETE CASCADE
);
GO

CREATE NONCLUSTERED INDEX [IX_Returns_RequestedAt_OrderKey] ON [dbo].[Returns] ([RequestedAt], [OrderKey]);
GO

CREATE NONCLUSTERED INDEX [IX_Returns_Rma] ON [dbo].[Returns] ([Rma]);
GO

CREATE NONCLUSTERED INDEX [IX_Returns_State_RequestedAt_OrderKey] ON [dbo].[Returns] ([State], [RequestedAt], [OrderKey]);
GO
