CREATE TABLE [dbo].[ComparisonTallies] (
    [ComparisonId] bigint NOT NULL,
    [Channel] nvarchar(64) NOT NULL,
    [Region] nvarchar(64) NOT NULL,
    [Compared] int NOT NULL,
    [Untrue] int NOT NULL,
    [UntrueFulfilment] int NULL,
    CONSTRAINT [PK_ComparisonTallies] PRIMARY KEY CLUSTERED ([ComparisonId], [Channel], [Region])
);
GO
