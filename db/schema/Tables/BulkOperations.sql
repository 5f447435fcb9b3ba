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
    [FinishedAt] datetimeoffset(7) NULL,
    CONSTRAINT [PK_BulkOperations] PRIMARY KEY CLUSTERED ([Id])
);
GO

CREATE NONCLUSTERED INDEX [IX_BulkOperations_State_Id] ON [dbo].[BulkOperations] ([State], [Id]);
GO
