CREATE TABLE [dbo].[ApiClients] (
    [Name] nvarchar(64) NOT NULL,
    [KeyHash] varbinary(32) NOT NULL,
    [System] nvarchar(64) NOT NULL,
    [Scopes] nvarchar(256) NOT NULL,
    [Disabled] bit NOT NULL,
    [CreatedAt] datetimeoffset(7) NOT NULL,
    CONSTRAINT [PK_ApiClients] PRIMARY KEY CLUSTERED ([Name])
);
GO

CREATE UNIQUE NONCLUSTERED INDEX [IX_ApiClients_KeyHash] ON [dbo].[ApiClients] ([KeyHash]);
GO
