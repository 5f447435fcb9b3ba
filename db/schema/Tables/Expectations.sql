CREATE TABLE [dbo].[Expectations] (
    [OrderKey] bigint NOT NULL,
    [Step] nvarchar(64) NOT NULL,
    [System] nvarchar(64) NOT NULL,
    [SetAt] datetimeoffset(7) NOT NULL,
    [DueAt] datetimeoffset(7) NOT NULL,
    [AskAt] datetimeoffset(7) NULL,
    [Overdue] bit NOT NULL,
    CONSTRAINT [PK_Expectations] PRIMARY KEY CLUSTERED ([OrderKey], [Step]),
    CONSTRAINT [FK_Expectations_Orders_OrderKey] FOREIGN KEY ([OrderKey]) REFERENCES [dbo].[Orders] ([Key]) ON DELETE CASCADE
);
GO

CREATE NONCLUSTERED INDEX [IX_Expectations_AskAt] ON [dbo].[Expectations] ([AskAt])
    WHERE [AskAt] IS NOT NULL;
GO

CREATE NONCLUSTERED INDEX [IX_Expectations_Overdue_DueAt] ON [dbo].[Expectations] ([Overdue], [DueAt]);
GO
