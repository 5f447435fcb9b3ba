-- The map of systems of record, version by version. Safe to run again.
SET ANSI_NULLS ON;
SET QUOTED_IDENTIFIER ON;
GO

IF OBJECT_ID(N'dbo.RecordMapVersions', N'U') IS NULL
    CREATE TABLE [dbo].[RecordMapVersions] (
        [Id] bigint NOT NULL,
        [At] datetimeoffset(7) NOT NULL,
        [Who] nvarchar(256) NOT NULL,
        [Rules] nvarchar(max) NOT NULL,
        CONSTRAINT [PK_RecordMapVersions] PRIMARY KEY CLUSTERED ([Id])
    );
GO
