-- How complete the books of each UTC day are: orders by the day in which their first goods left, and by how far their money has come. ShippedValue is what those goods cost at the orders' prices.
-- Each step includes those after it: Invoiced counts the paid ones, too. Orders that the tower has not looked at yet count as shipped.
CREATE OR ALTER VIEW [reporting].[SettlementByDay]
AS
SELECT
    CAST(SWITCHOFFSET(o.[ShippedAt], N'+00:00') AS date) AS [Day],
    o.[Origin] AS [Channel],
    c.[Brand],
    o.[Currency],
    COUNT_BIG(*) AS [Shipped],
    SUM(o.[ShippedValue]) AS [ShippedValue],
    SUM(CASE WHEN o.[Settlement] >= 2 THEN 1 ELSE 0 END) AS [Invoiced],
    SUM(CASE WHEN o.[Settlement] >= 2 THEN o.[ShippedValue] ELSE 0 END) AS [InvoicedValue],
    SUM(CASE WHEN o.[Settlement] >= 3 THEN 1 ELSE 0 END) AS [Paid],
    SUM(CASE WHEN o.[Settlement] >= 3 THEN o.[ShippedValue] ELSE 0 END) AS [PaidValue],
    SUM(CASE WHEN o.[Settlement] = 4 THEN 1 ELSE 0 END) AS [Matched],
    SUM(CASE WHEN o.[Settlement] = 4 THEN o.[ShippedValue] ELSE 0 END) AS [MatchedValue]
FROM [dbo].[Orders] AS o
LEFT OUTER JOIN [dbo].[ChannelBrands] AS c ON c.[Channel] = o.[Origin]
WHERE o.[ShippedAt] IS NOT NULL
GROUP BY CAST(SWITCHOFFSET(o.[ShippedAt], N'+00:00') AS date), o.[Origin], c.[Brand], o.[Currency];
GO
