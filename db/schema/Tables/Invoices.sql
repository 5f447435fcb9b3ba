CREATE TABLE [dbo].[Invoices] (
    [OrderKey] bigint NOT NULL,
    [Number] nvarchar(64) NOT NULL,
    [Amount] decimal(19,4) NOT NULL,
    [Currency] nvarchar(3) NOT NULL,
    [StatedAt] datetimeoffset(7) NOT NULL,
    [Paid] bit NOT NULL,
    [Cancelled] bit NOT NULL,
    [Lines] nvarchar(max) NULL,
    CONSTRAINT [PK_Invoices] PRIMARY KEY CLUSTERED ([OrderKey], [Number]),
    CONSTRAINT [FK_Invoices_Orders_OrderKey] FOREIGN KEY ([OrderKey]) REFERENCES [dbo].[Orders] ([Key]) ON DELETE CASCADE
);
GO

CREATE NONCLUSTERED INDEX [IX_Invoices_Number] ON [dbo].[Invoices] ([Number]);
GO
