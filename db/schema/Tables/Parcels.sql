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

CREATE NONCLUSTERED INDEX [IX_Parcels_TrackingNumber] ON [dbo].[Parcels] ([TrackingNumber]);
GO
