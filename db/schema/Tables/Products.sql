CREATE TABLE [dbo].[Products] (
    [Sku] nvarchar(64) NOT NULL,
    [Name] nvarchar(256) NOT NULL,
    [UnitPrice] decimal(19,4) NOT NULL,
    [Blocked] bit NOT NULL,
    [SourceVersion] bigint NOT NULL,
    CONSTRAINT [PK_Products] PRIMARY KEY CLUSTERED ([Sku])
);
GO
