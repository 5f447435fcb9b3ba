CREATE TABLE [dbo].[Stocks] (
    [Sku] nvarchar(64) NOT NULL,
    [Centre] nvarchar(64) NOT NULL,
    [Available] decimal(19,4) NOT NULL,
    [KeptBack] decimal(19,4) NULL,
    [SourceVersion] bigint NOT NULL,
    [StatedAt] datetimeoffset(7) NOT NULL,
    CONSTRAINT [PK_Stocks] PRIMARY KEY CLUSTERED ([Sku], [Centre])
);
GO

CREATE NONCLUSTERED INDEX [IX_Stocks_KeptBack] ON [dbo].[Stocks] ([KeptBack])
    WHERE [KeptBack] IS NOT NULL;
GO
