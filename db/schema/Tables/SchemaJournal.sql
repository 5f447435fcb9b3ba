CREATE TABLE [dbo].[SchemaJournal] (
    [Script] nvarchar(256) NOT NULL,
    [Checksum] nvarchar(64) NOT NULL,
    [AppliedAt] datetimeoffset(7) NOT NULL,
    CONSTRAINT [PK_SchemaJournal] PRIMARY KEY CLUSTERED ([Script])
);
GO
