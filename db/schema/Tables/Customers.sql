CREATE TABLE [dbo].[Customers] (
    [Number] nvarchar(64) NOT NULL,
    [Name] nvarchar(256) NOT NULL,
    [CreditLimit] decimal(19,4) NOT NULL,
    [BalanceDue] decimal(19,4) NOT NULL,
    [Blocked] bit NOT NULL,
    [SourceVersion] bigint NOT NULL,
    CONSTRAINT [PK_Customers] PRIMARY KEY CLUSTERED ([Number])
);
GO
