CREATE TABLE [dbo].[CaseGroupHours] (
    [Hour] datetimeoffset(7) NOT NULL,
    [Fingerprint] nvarchar(256) NOT NULL,
    [Opened] int NOT NULL,
    CONSTRAINT [PK_CaseGroupHours] PRIMARY KEY CLUSTERED ([Hour], [Fingerprint])
);
GO
