CREATE TABLE [dbo].[Lanes] (
    [System] nvarchar(64) NOT NULL,
    [Paused] bit NOT NULL,
    [PausedBy] nvarchar(256) NULL,
    [PausedAt] datetimeoffset(7) NULL,
    [PauseReason] nvarchar(2000) NULL,
    [RestUntil] datetimeoffset(7) NULL,
    [RestReason] nvarchar(2000) NULL,
    [UnwellInARow] int NOT NULL,
    [LastSuccessAt] datetimeoffset(7) NULL,
    [LastFailureAt] datetimeoffset(7) NULL,
    [LastFailure] nvarchar(2000) NULL,
    CONSTRAINT [PK_Lanes] PRIMARY KEY CLUSTERED ([System])
);
GO
