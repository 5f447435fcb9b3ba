CREATE TABLE [dbo].[NumberGaps] (
    [Id] bigint IDENTITY (1, 1) NOT NULL,
    [System] nvarchar(64) NOT NULL,
    [Series] nvarchar(128) NOT NULL,
    [Missing] nvarchar(max) NOT NULL,
    [SeenAt] datetimeoffset(7) NOT NULL,
    [AskAt] datetimeoffset(7) NULL,
    [DueAt] datetimeoffset(7) NULL,
    [Shown] nvarchar(max) NOT NULL,
    [None] nvarchar(max) NOT NULL,
    [Silence] nvarchar(2000) NULL,
    [Version] int NOT NULL,
    CONSTRAINT [PK_NumberGaps] PRIMARY KEY CLUSTERED ([Id])
);
GO

CREATE NONCLUSTERED INDEX [IX_NumberGaps_DueAt] ON [dbo].[NumberGaps] ([DueAt])
    WHERE [DueAt] IS NOT NULL;
GO

CREATE NONCLUSTERED INDEX [IX_NumberGaps_SeenAt] ON [dbo].[NumberGaps] ([SeenAt]);
GO

CREATE NONCLUSTERED INDEX [IX_NumberGaps_System_AskAt] ON [dbo].[NumberGaps] ([System], [AskAt]);
GO
