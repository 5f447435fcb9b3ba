CREATE TABLE [dbo].[Expectations] (
    [OrderKey] bigint NOT NULL,
    [Step] nvarchar(64) NOT NULL,
    [System] nvarchar(64) NOT NULL,
    [SetAt] datetimeoffset(7) NOT NULL,
    [DueAt] datetimeoffset(7) NOT NULL,
    [Overdue] bit NOT NULL,
    CONSTRAINT [PK_Expectations] PRIMARY KEY CLUSTERED ([OrderKey], [Step]),
    CONSTRAINT [FK_Expectations_Orders_OrderKey] FOREIGN KEY ([OrderKey]) REFERENCES [dbo].[Orders] ([Key]) ON DELETE CASCADE
);
GO

CREATE NONCLUSTERED INDEX [IX_Expectations_Overdue_DueAt] ON [dbo].[Expectations] ([Overdue], [DueAt]);
GO
