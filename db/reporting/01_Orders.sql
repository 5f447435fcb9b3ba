CREATE OR ALTER VIEW [reporting].[Orders]
AS
SELECT
    o.[Key] AS [OrderKey],
    o.[Number],
    o.[Origin],
    o.[CustomerNumber],
    o.[Currency],
    o.[Total],
    CASE o.[Status]
        WHEN 0 THEN N'Received'
        WHEN 1 THEN N'Held'
        WHEN 2 THEN N'Submitted'
        WHEN 3 THEN N'Rejected'
        WHEN 4 THEN N'PartAllocated'
        WHEN 5 THEN N'Confirmed'
        WHEN 6 THEN N'InFulfilment'
        WHEN 7 THEN N'PartShipped'
        WHEN 8 THEN N'Shipped'
        WHEN 9 THEN N'Invoiced'
        WHEN 10 THEN N'Completed'
        WHEN 11 THEN N'Cancelled'
        WHEN 12 THEN N'Returned'
    END AS [Status],
    o.[ErpNumber],
    o.[PlacedAt],
    o.[ReceivedAt],
    o.[SubmittedAt],
    o.[ConfirmedAt],
    o.[ShippedAt],
    o.[ClosedAt],
    o.[RequestedDelivery],
    DATEDIFF_BIG(MILLISECOND, o.[ReceivedAt], o.[ConfirmedAt]) AS [ConfirmationMs]
FROM [dbo].[Orders] AS o;
GO
