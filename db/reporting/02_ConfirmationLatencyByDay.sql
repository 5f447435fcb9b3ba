-- Milliseconds from receipt to the ERP's first answer, by the UTC day of the answer.
CREATE OR ALTER VIEW [reporting].[ConfirmationLatencyByDay]
AS
WITH confirmed AS (
    SELECT
        CAST(SWITCHOFFSET(o.[ConfirmedAt], N'+00:00') AS date) AS [Day],
        DATEDIFF_BIG(MILLISECOND, o.[ReceivedAt], o.[ConfirmedAt]) AS [Ms]
    FROM [dbo].[Orders] AS o
    WHERE o.[ConfirmedAt] IS NOT NULL
)
SELECT DISTINCT
    c.[Day],
    COUNT_BIG(*) OVER (PARTITION BY c.[Day]) AS [Orders],
    PERCENTILE_DISC(0.5) WITHIN GROUP (ORDER BY c.[Ms]) OVER (PARTITION BY c.[Day]) AS [P50Ms],
    PERCENTILE_DISC(0.95) WITHIN GROUP (ORDER BY c.[Ms]) OVER (PARTITION BY c.[Day]) AS [P95Ms],
    PERCENTILE_DISC(0.99) WITHIN GROUP (ORDER BY c.[Ms]) OVER (PARTITION BY c.[Day]) AS [P99Ms],
    MAX(c.[Ms]) OVER (PARTITION BY c.[Day]) AS [MaxMs]
FROM confirmed AS c;
GO
