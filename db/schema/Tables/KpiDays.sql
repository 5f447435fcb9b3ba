CREATE TABLE [dbo].[KpiDays] (
    [Day] datetimeoffset(7) NOT NULL,
    [Figure] nvarchar(64) NOT NULL,
    [Channel] nvarchar(64) NOT NULL,
    [Region] nvarchar(64) NOT NULL,
    [Currency] nvarchar(3) NOT NULL,
    [Bucket] int NOT NULL,
    [Count] bigint NOT NULL,
    [Amount] decimal(19,4) NOT NULL,
    CONSTRAINT [PK_KpiDays] PRIMARY KEY CLUSTERED ([Day], [Figure], [Channel], [Region], [Currency], [Bucket])
);
GO
