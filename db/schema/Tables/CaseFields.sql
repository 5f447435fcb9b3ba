CREATE TABLE [dbo].[CaseFields] (
    [CaseId] bigint NOT NULL,
    [Fields] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
    CONSTRAINT [PK_CaseFields] PRIMARY KEY CLUSTERED ([CaseId])
);
GO
