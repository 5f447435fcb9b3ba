CREATE TABLE [dbo].[CaseTerms] (
    [Hash] bigint NOT NULL,
    [CaseId] bigint NOT NULL,
    CONSTRAINT [PK_CaseTerms] PRIMARY KEY CLUSTERED ([Hash], [CaseId])
);
GO
