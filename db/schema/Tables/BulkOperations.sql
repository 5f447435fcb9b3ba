CREATE TABLE [dbo].[BulkOperations] (
    [Id] bigint IDENTITY (1, 1) NOT NULL,
    [Action] nvarchar(64) NOT NULL,
    [RequestedBy] nvarchar(256) NOT NULL,
    [RequestedAt] datetimeoffset(7) NOT NULL,
    [Argument] nvarchar(2000) NULL,
    [State] int NOT NULL,
    [Total] int NOT NULL,
    [Succeeded] int NOT NULL,
    [Refused] int NOT NULL,
    [Canary] bit NOT NULL CONSTRAINT [DF_BulkOperations_Canary] DEFAULT (0),
    [Wave] int NOT NULL CONSTRAINT [DF_BulkOperations_Wave] DEFAULT (0),
    [Awaited] int NOT NULL CONSTRAINT [DF_BulkOperations_Awaited] DEFAULT (0),
    [Worked] int NOT NULL CONSTRAINT [DF_BulkOperations_Worked] DEFAULT (0),
    [Repeated] int NOT NULL CONSTRAINT [DF_BulkOperations_Repeated] DEFAULT (0),
    [Otherwise] int NOT NULL CONSTRAINT [DF_BulkOperations_Otherwise] DEFAULT (0),
    [Note] nvarchar(2000) NULL,
    [FinishedAt] datetimeoffset(7) NULL,
    [Change] nvarchar(2000) NULL,
    [PreviewedTo] bigint NOT NULL CONSTRAINT [DF_BulkOperations_PreviewedTo] DEFAULT (0),
    [Changing] int NOT NULL CONSTRAINT [DF_BulkOperations_Changing] DEFAULT (0),
    [Staying] int NOT NULL CONSTRAINT [DF_BulkOperations_Staying] DEFAULT (0),
    [Failing] int NOT NULL CONSTRAINT [DF_BulkOperations_Failing] DEFAULT (0),
    [Barred] int NOT NULL CONSTRAINT [DF_BulkOperations_Barred] DEFAULT (0),
    [Value] decimal(19,4) NULL,
    [Currency] nvarchar(3) NULL,
    [DecidedBy] nvarchar(256) NULL,
    [DecidedAt] datetimeoffset(7) NULL,
    CONSTRAINT [PK_BulkOperations] PRIMARY KEY CLUSTERED ([Id])
);
GO

CREATE NONCLUSTERED INDEX [IX_BulkOperations_Awaited] ON [dbo].[BulkOperations] ([Awaited])
    WHERE [Awaited] > 0;
GO

CREATE NONCLUSTERED INDEX [IX_BulkOperations_State_Id] ON [dbo].[BulkOperations] ([State], [Id]);
GO
