CREATE OR ALTER VIEW [reporting].[OpenExceptions]
AS
SELECT
    c.[Id] AS [CaseId],
    CASE c.[Kind]
        WHEN 0 THEN N'Rejected'
        WHEN 1 THEN N'Undeliverable'
        WHEN 2 THEN N'Stuck'
        WHEN 3 THEN N'Missing'
        WHEN 4 THEN N'Disagreement'
        WHEN 5 THEN N'SchemaViolation'
        WHEN 6 THEN N'Duplicate'
        WHEN 7 THEN N'SlaBreach'
        WHEN 8 THEN N'ApprovalNeeded'
    END AS [Kind],
    CASE c.[State]
        WHEN 0 THEN N'Open'
        WHEN 1 THEN N'Assigned'
        WHEN 2 THEN N'WaitingOnPartner'
        WHEN 3 THEN N'Snoozed'
    END AS [State],
    CASE c.[Severity]
        WHEN 0 THEN N'Attention'
        WHEN 1 THEN N'Breach'
    END AS [Severity],
    c.[Domain],
    c.[System],
    c.[Operation],
    c.[Fingerprint],
    c.[OrderKey],
    o.[Number] AS [OrderNumber],
    c.[MoneyAtRisk],
    c.[Currency],
    c.[OwnerTeam],
    c.[OwnerPerson],
    c.[OpenedAt],
    c.[DueAt],
    c.[Repeats],
    DATEDIFF_BIG(MINUTE, c.[OpenedAt], SYSDATETIMEOFFSET()) AS [AgeMinutes],
    CAST(CASE WHEN c.[DueAt] < SYSDATETIMEOFFSET() THEN 1 ELSE 0 END AS bit) AS [PastDue]
FROM [dbo].[ExceptionCases] AS c
LEFT OUTER JOIN [dbo].[Orders] AS o ON o.[Key] = c.[OrderKey]
WHERE c.[State] < 4;
GO
