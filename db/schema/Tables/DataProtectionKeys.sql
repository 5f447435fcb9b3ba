CREATE TABLE [dbo].[DataProtectionKeys] (
    [Id] int IDENTITY (1, 1) NOT NULL,
    [FriendlyName] nvarchar(256) NULL,
    [Xml] nvarchar(max) NULL,
    CONSTRAINT [PK_DataProtectionKeys] PRIMARY KEY CLUSTERED ([Id])
);
GO
