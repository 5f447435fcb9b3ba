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

CREATE NONCLUSTERED INDEX [IX_OrderLines_Sku] ON [dbo].[OrderLines] ([Sku])
    WHERE [State] <= 6;
GO
