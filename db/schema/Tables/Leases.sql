CREATE TABLE [dbo].[Leases] (
    [Name] nvarchar(128) NOT NULL,
    [Owner] nvarchar(128) NOT NULL,
    [Until] datetimeoffset(7) NOT NULL,
    CONSTRAINT [PK_Leases] PRIMARY KEY CLUSTERED ([Name])
);
GO
