CREATE TABLE [dbo].[LetterNotices] (
    [LetterId] bigint NOT NULL,
    [NoticeId] bigint NOT NULL,
    CONSTRAINT [PK_LetterNotices] PRIMARY KEY CLUSTERED ([LetterId], [NoticeId])
);
GO
