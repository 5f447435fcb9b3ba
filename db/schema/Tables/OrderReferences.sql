CREATE TABLE [dbo].[OrderReferences] (
    [System] nvarchar(64) NOT NULL,
    [Type] nvarchar(64) NOT NULL,
    [Value] nvarchar(128) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [OrderKey] bigint NOT NULL,
    CONSTRAINT [PK_OrderReferences] PRIMARY KEY CLUSTERED ([Value], [System], [Type])
);
GO

CREATE NONCLUSTERED INDEX [IX_OrderReferences_OrderKey] ON [dbo].[OrderReferences] ([OrderKey]);
GO
