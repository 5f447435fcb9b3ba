CREATE TABLE [dbo].[Orders] (
    [Key] bigint NOT NULL,
    [Number] nvarchar(128) NOT NULL,
    [Origin] nvarchar(64) NOT NULL,
    [CustomerNumber] nvarchar(64) NOT NULL,
    [CustomerName] nvarchar(256) NOT NULL,
    [CustomerEmail] nvarchar(256) NULL,
    [CustomerPhone] nvarchar(64) NULL,
    [PhoneDigits] nvarchar(15) NULL,
    [PurchaseOrderNumber] nvarchar(128) NULL,
    [Currency] nvarchar(3) NOT NULL,
    [Total] decimal(19,4) NOT NULL,
    [PlacedAt] datetimeoffset(7) NOT NULL,
    [ReceivedAt] datetimeoffset(7) NOT NULL,
    [SubmittedAt] datetimeoffset(7) NULL,
    [ConfirmedAt] datetimeoffset(7) NULL,
    [ShippedAt] datetimeoffset(7) NULL,
    [Settlement] int NULL,
    [ShippedValue] decimal(19,4) NOT NULL CONSTRAINT [DF_Orders_ShippedValue] DEFAULT (0),
    [ClosedAt] datetimeoffset(7) NULL,
    [QuietSince] datetimeoffset(7) NULL,
    [RequestedDelivery] date NULL,
    [Status] int NOT NULL,
    [ChangedAt] datetimeoffset(7) NOT NULL,
    [OriginVersion] bigint NOT NULL,
    [ErpNumber] nvarchar(64) NULL,
    [ShipTo] nvarchar(2000) NOT NULL,
    [Country] nvarchar(64) NULL,
    [LockedBy] bigint NULL,
    [LockedAt] datetimeoffset(7) NULL,
    [Version] int NOT NULL,
    CONSTRAINT [PK_Orders] PRIMARY KEY CLUSTERED ([Key])
);
GO

CREATE NONCLUSTERED INDEX [IX_Orders_ClosedAt] ON [dbo].[Orders] ([ClosedAt])
    WHERE [ClosedAt] IS NOT NULL;
GO

CREATE NONCLUSTERED INDEX [IX_Orders_ConfirmedAt_ReceivedAt] ON [dbo].[Orders] ([ConfirmedAt], [ReceivedAt])
    WHERE [ConfirmedAt] IS NOT NULL;
GO

CREATE NONCLUSTERED INDEX [IX_Orders_CustomerEmail] ON [dbo].[Orders] ([CustomerEmail])
    WHERE [CustomerEmail] IS NOT NULL;
GO

CREATE NONCLUSTERED INDEX [IX_Orders_CustomerName] ON [dbo].[Orders] ([CustomerName]);
GO

CREATE NONCLUSTERED INDEX [IX_Orders_CustomerNumber] ON [dbo].[Orders] ([CustomerNumber]);
GO

CREATE NONCLUSTERED INDEX [IX_Orders_Number] ON [dbo].[Orders] ([Number]);
GO

CREATE NONCLUSTERED INDEX [IX_Orders_PhoneDigits] ON [dbo].[Orders] ([PhoneDigits])
    WHERE [PhoneDigits] IS NOT NULL;
GO

CREATE NONCLUSTERED INDEX [IX_Orders_PlacedAt] ON [dbo].[Orders] ([PlacedAt]);
GO

CREATE NONCLUSTERED INDEX [IX_Orders_PurchaseOrderNumber] ON [dbo].[Orders] ([PurchaseOrderNumber])
    WHERE [PurchaseOrderNumber] IS NOT NULL;
GO

CREATE NONCLUSTERED INDEX [IX_Orders_QuietSince] ON [dbo].[Orders] ([QuietSince])
    WHERE [QuietSince] IS NOT NULL;
GO

CREATE NONCLUSTERED INDEX [IX_Orders_ReceivedAt] ON [dbo].[Orders] ([ReceivedAt]);
GO

CREATE NONCLUSTERED INDEX [IX_Orders_ShippedAt_Settlement_Currency_ShippedValue] ON [dbo].[Orders] ([ShippedAt], [Settlement], [Currency], [ShippedValue])
    WHERE [ShippedAt] IS NOT NULL;
GO

CREATE NONCLUSTERED INDEX [IX_Orders_Origin_Status_Key] ON [dbo].[Orders] ([Origin], [Status], [Key]);
GO
