CREATE TABLE [dbo].[CaseTexts] (
    [CaseId] bigint NOT NULL,
    [Text] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [ReadAt] datetimeoffset(7) NULL,
    CONSTRAINT [PK_CaseTexts] PRIMARY KEY CLUSTERED ([CaseId])
);
GO

CREATE NONCLUSTERED INDEX [IX_CaseTexts_CaseId] ON [dbo].[CaseTexts] ([CaseId])
    WHERE [ReadAt] IS NULL;
GO
