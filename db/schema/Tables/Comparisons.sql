CREATE TABLE [dbo].[Comparisons] (
    [Id] bigint IDENTITY (1, 1) NOT NULL,
    [Sample] bit NOT NULL,
    [RequestedBy] nvarchar(256) NOT NULL,
    [RequestedAt] datetimeoffset(7) NOT NULL,
    [State] int NOT NULL,
    [Total] int NOT NULL,
    [Compared] int NOT NULL,
    [Untrue] int NOT NULL,
    [Unheard] int NOT NULL,
    [Unjudged] int NOT NULL,
    [Silence] nvarchar(2000) NULL,
    [AfterKey] bigint NOT NULL,
    [Keys] nvarchar(max) NULL,
    [Again] nvarchar(max) NOT NULL,
    [SecondLook] bit NOT NULL,
    [NotBefore] datetimeoffset(7) NULL,
    [FinishedAt] datetimeoffset(7) NULL,
    [Version] bigint NOT NULL,
    CONSTRAINT [PK_Comparisons] PRIMARY KEY CLUSTERED ([Id])
);
GO

CREATE NONCLUSTERED INDEX [IX_Comparisons_Sample_Id] ON [dbo].[Comparisons] ([Sample], [Id]);
GO

CREATE NONCLUSTERED INDEX [IX_Comparisons_State_Id] ON [dbo].[Comparisons] ([State], [Id]);
GO

CREATE NONCLUSTERED INDEX [IX_Comparisons_FinishedAt] ON [dbo].[Comparisons] ([FinishedAt])
    WHERE [FinishedAt] IS NOT NULL;
GO
