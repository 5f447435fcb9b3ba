CREATE TABLE [dbo].[FeedCursors] (
    [System] nvarchar(64) NOT NULL,
    [Feed] nvarchar(64) NOT NULL,
    [Cursor] nvarchar(2000) NULL,
    [ReadAt] datetimeoffset(7) NULL,
    CONSTRAINT [PK_FeedCursors] PRIMARY KEY CLUSTERED ([System], [Feed])
);
GO
