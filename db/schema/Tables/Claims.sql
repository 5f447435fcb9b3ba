CREATE TABLE [dbo].[Claims] (
    [OrderKey] bigint NOT NULL,
    [LineNo] int NOT NULL,
    [Field] nvarchar(64) NOT NULL,
    [System] nvarchar(64) NOT NULL,
    [Value] nvarchar(256) NOT NULL,
    [ObservedAt] datetimeoffset(7) NOT NULL,
    [SourceVersion] bigint NOT NULL,
    [InboxId] bigint NULL,
    CONSTRAINT [PK_Claims] PRIMARY KEY CLUSTERED ([OrderKey], [LineNo], [Field], [System]),
    CONSTRAINT [FK_Claims_Orders_OrderKey] FOREIGN KEY ([OrderKey]) REFERENCES [dbo].[Orders] ([Key]) ON DELETE CASCADE
);
GO
