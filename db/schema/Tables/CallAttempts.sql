CREATE TABLE [dbo].[CallAttempts] (
    [Id] bigint IDENTITY (1, 1) NOT NULL,
    [OutboxId] bigint NOT NULL,
    [Number] int NOT NULL,
    [At] datetimeoffset(7) NOT NULL,
    [Outcome] nvarchar(64) NOT NULL,
    [Code] nvarchar(128) NOT NULL,
    [Message] nvarchar(2000) NOT NULL,
    CONSTRAINT [PK_CallAttempts] PRIMARY KEY CLUSTERED ([Id])
);
GO

CREATE NONCLUSTERED INDEX [IX_CallAttempts_OutboxId] ON [dbo].[CallAttempts] ([OutboxId]);
GO
