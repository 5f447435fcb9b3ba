-- Orders are found by the customer's telephone number, of which people agree on the end: its digits from last to first. Safe to run again.
SET ANSI_NULLS ON;
SET QUOTED_IDENTIFIER ON;
GO

IF COL_LENGTH(N'dbo.Orders', N'PhoneDigits') IS NULL
    ALTER TABLE [dbo].[Orders] ADD [PhoneDigits] nvarchar(15) NULL;
GO

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE [name] = N'IX_Orders_PhoneDigits' AND [object_id] = OBJECT_ID(N'dbo.Orders'))
BEGIN
    -- Orders from before: as PhoneDigits.FromEnd does, for numbers in usual spelling; the others are found once they change.
    UPDATE [o] SET [PhoneDigits] = LEFT(REVERSE([s].[Digits]), 15)
    FROM [dbo].[Orders] AS [o]
    CROSS APPLY (SELECT REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE([o].[CustomerPhone], N'(0)', N''), N' ', N''), N'+', N''), N'-', N''), N'(', N''), N')', N''), N'/', N''), N'.', N'') AS [All]) AS [d]
    CROSS APPLY (SELECT SUBSTRING([d].[All], PATINDEX(N'%[^0]%', [d].[All] + N'x'), 64) AS [Digits]) AS [s]
    WHERE [o].[CustomerPhone] IS NOT NULL AND [o].[PhoneDigits] IS NULL AND LEN([s].[Digits]) >= 6 AND [s].[Digits] NOT LIKE N'%[^0-9]%';
    CREATE NONCLUSTERED INDEX [IX_Orders_PhoneDigits] ON [dbo].[Orders] ([PhoneDigits])
        WHERE [PhoneDigits] IS NOT NULL;
END
GO
