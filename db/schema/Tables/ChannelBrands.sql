CREATE TABLE [dbo].[ChannelBrands] (
    [Channel] nvarchar(64) NOT NULL,
    [Brand] nvarchar(64) NOT NULL,
    CONSTRAINT [PK_ChannelBrands] PRIMARY KEY CLUSTERED ([Channel])
);
GO
