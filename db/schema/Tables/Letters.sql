CREATE TABLE [dbo].[Letters] (
    [Id] bigint IDENTITY (1, 1) NOT NULL,
    [Channel] int NOT NULL,
    [Recipient] nvarchar(256) NOT NULL,
    [CreatedAt] datetimeoffset(7) NOT NULL,
    [DueAt] datetimeoffset(7) NOT NULL,
    [Attempts] int NOT NULL,
    [EndedAt] datetimeoffset(7) NULL,
    [Sent] bit NOT NULL,
    [LastError] nvarchar(2000) NULL,
    CONSTRAINT [PK_Letters] PRIMARY KEY CLUSTERED ([Id])
);
GO

CREATE NONCLUSTERED INDEX [IX_Letters_Channel_DueAt_Id] ON [dbo].[Letters] ([Channel], [DueAt], [Id])
    WHERE [EndedAt] IS NULL;
GO

CREATE NONCLUSTERED INDEX [IX_Letters_Channel_Recipient_Id] ON [dbo].[Letters] ([Channel], [Recipient], [Id]);
GO

CREATE NONCLUSTERED INDEX [IX_Letters_EndedAt] ON [dbo].[Letters] ([EndedAt])
    WHERE [LastError] IS NOT NULL;
GO
