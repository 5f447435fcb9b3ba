CREATE TABLE [dbo].[Nodes] (
    [Name] nvarchar(128) NOT NULL,
    [Version] nvarchar(64) NOT NULL,
    [Address] nvarchar(2000) NULL,
    [StartedAt] datetimeoffset(7) NOT NULL,
    [HeartbeatAt] datetimeoffset(7) NOT NULL,
    CONSTRAINT [PK_Nodes] PRIMARY KEY CLUSTERED ([Name])
);
GO
