-- One row per UTC day of receipt and currency. Touchless: finished without ever having had an exception.
CREATE OR ALTER VIEW [reporting].[KpiByDay]
AS
WITH judged AS (
    SELECT
        CAST(SWITCHOFFSET(o.[ReceivedAt], N'+00:00') AS date) AS [Day],
        o.[Currency],
        o.[Total],
        o.[Status],
        o.[ConfirmedAt],
        CASE WHEN EXISTS (SELECT 1 FROM [dbo].[ExceptionCases] AS c WHERE c.[OrderKey] = o.[Key]) THEN 1 ELSE 0 END AS [HadException]
    FROM [dbo].[Orders] AS o
)
SELECT
    j.[Day],
    j.[Currency],
    COUNT_BIG(*) AS [Orders],
    SUM(j.[Total]) AS [OrderValue],
    COUNT_BIG(j.[ConfirmedAt]) AS [Answered],
    SUM(CASE WHEN j.[Status] = 3 THEN 1 ELSE 0 END) AS [Rejected],
    SUM(CASE WHEN j.[Status] = 10 THEN 1 ELSE 0 END) AS [Completed],
    SUM(CASE WHEN j.[Status] = 11 THEN 1 ELSE 0 END) AS [Cancelled],
    SUM(j.[HadException]) AS [WithException],
    SUM(CASE WHEN j.[Status] = 10 AND j.[HadException] = 0 THEN 1 ELSE 0 END) AS [Touchless]
FROM judged AS j
GROUP BY j.[Day], j.[Currency];
GO
