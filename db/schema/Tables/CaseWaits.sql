CREATE TABLE [dbo].[CaseWaits] (
    [CaseId] bigint NOT NULL,
    [On] nvarchar(64) NOT NULL,
    [Because] nvarchar(2000) NOT NULL,
    [Since] datetimeoffset(7) NOT NULL,
    [DueBefore] datetimeoffset(7) NOT NULL,
    [ClimbsBefore] datetimeoffset(7) NULL,
    CONSTRAINT [PK_CaseWaits] PRIMARY KEY CLUSTERED ([CaseId])
);
GO
