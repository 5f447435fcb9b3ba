-- Several nodes on one database: who lives, what changed on which, and the keys that all of them share. Safe to run again.
SET ANSI_NULLS ON;
SET QUOTED_IDENTIFIER ON;
GO

IF OBJECT_ID(N'dbo.Nodes', N'U') IS NULL
    CREATE TABLE [dbo].[Nodes] (
        [Name] nvarchar(128) NOT NULL,
        [Version] nvarchar(64) NOT NULL,
        [Address] nvarchar(2000) NULL,
        [StartedAt] datetimeoffset(7) NOT NULL,
        [HeartbeatAt] datetimeoffset(7) NOT NULL,
        CONSTRAINT [PK_Nodes] PRIMARY KEY CLUSTERED ([Name])
    );
GO

IF OBJECT_ID(N'dbo.NodeChanges', N'U') IS NULL
    CREATE TABLE [dbo].[NodeChanges] (
        [Id] bigint IDENTITY (1, 1) NOT NULL,
        [Node] nvarchar(128) NOT NULL,
        [At] datetimeoffset(7) NOT NULL,
        [Changes] nvarchar(max) NOT NULL,
        CONSTRAINT [PK_NodeChanges] PRIMARY KEY CLUSTERED ([Id])
    );
GO

IF OBJECT_ID(N'dbo.DataProtectionKeys', N'U') IS NULL
    CREATE TABLE [dbo].[DataProtectionKeys] (
        [Id] int IDENTITY (1, 1) NOT NULL,
        [FriendlyName] nvarchar(256) NULL,
        [Xml] nvarchar(max) NULL,
        CONSTRAINT [PK_DataProtectionKeys] PRIMARY KEY CLUSTERED ([Id])
    );
GO
