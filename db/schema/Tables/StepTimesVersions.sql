CREATE TABLE [dbo].[StepTimesVersions] (
    [Id] bigint NOT NULL,
    [At] datetimeoffset(7) NOT NULL,
    [Who] nvarchar(256) NOT NULL,
    [Rules] nvarchar(max) NOT NULL,
    CONSTRAINT [PK_StepTimesVersions] PRIMARY KEY CLUSTERED ([Id])
);
GO
