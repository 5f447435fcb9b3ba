CREATE TABLE [dbo].[Stocks] (
    [Sku] nvarchar(64) NOT NULL,
    [Centre] nvarchar(64) NOT NULL,
    [Available] decimal(19,4) NOT NULL,
    [SourceVersion] bigint NOT NULL,
    [StatedAt] datetimeoffset(7) NOT NULL,
    CONSTRAINT [PK_Stocks] PRIMARY KEY CLUSTERED ([Sku], [Centre])
);
GO
