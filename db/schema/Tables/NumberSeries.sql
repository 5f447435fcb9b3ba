CREATE TABLE [dbo].[NumberSeries] (
    [Name] nvarchar(64) NOT NULL,
    [Next] bigint NOT NULL,
    CONSTRAINT [PK_NumberSeries] PRIMARY KEY CLUSTERED ([Name])
);
GO
