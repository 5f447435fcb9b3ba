CREATE TABLE [dbo].[CaseEntries] (
    [Id] bigint IDENTITY (1, 1) NOT NULL,
    [CaseId] bigint NOT NULL,
    [At] datetimeoffset(7) NOT NULL,
    [Who] nvarchar(256) NOT NULL,
    [What] nvarchar(64) NOT NULL,
    [Text] nvarchar(2000) NULL,
    CONSTRAINT [PK_CaseEntries] PRIMARY KEY CLUSTERED ([Id])
);
GO

CREATE NONCLUSTERED INDEX [IX_CaseEntries_CaseId_Id] ON [dbo].[CaseEntries] ([CaseId], [Id]);
GO
