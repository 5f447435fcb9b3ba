CREATE TABLE [dbo].[NoticeAddressees] (
    [NoticeId] bigint NOT NULL,
    [Addressee] nvarchar(256) NOT NULL,
    CONSTRAINT [PK_NoticeAddressees] PRIMARY KEY CLUSTERED ([NoticeId], [Addressee])
);
GO
