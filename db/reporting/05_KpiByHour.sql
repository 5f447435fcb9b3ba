-- What the tower counted in each UTC hour, by channel, its brand (as it is set now) and country: the rows behind the Insights page and the kpi verb. Touchless share = 1 - finished-touched / finished,
-- manual intervention = finished-by-hand / finished, status accuracy = 1 - compared-untrue / compared, fulfilment accuracy = 1 - compared-fulfilment-untrue / compared-fulfilment,
-- invoices in time = shipped-invoiced / shipped; add up first, divide then. Of confirmed, resolved and stock-told each row is
-- one bucket of times: add up Count by UpToMs, and where its running sum reaches 95 of 100 lies p95. open and open-for-day are as of the hour's end: of several
-- hours take the last. counted says that the hour was looked at, also when nothing happened.
CREATE OR ALTER VIEW [reporting].[KpiByHour]
AS
WITH buckets AS (
    SELECT b.[Bucket], b.[UpToMs]
    FROM (VALUES
        (0, 50), (1, 62), (2, 78), (3, 98), (4, 122), (5, 153), (6, 191), (7, 238),
        (8, 298), (9, 373), (10, 466), (11, 582), (12, 728), (13, 909), (14, 1137), (15, 1421),
        (16, 1776), (17, 2220), (18, 2776), (19, 3469), (20, 4337), (21, 5421), (22, 6776), (23, 8470),
        (24, 10588), (25, 13235), (26, 16544), (27, 20680), (28, 25849), (29, 32312), (30, 40390), (31, 50487),
        (32, 63109), (33, 78886), (34, 98608), (35, 123260), (36, 154074), (37, 192593), (38, 240741), (39, 300927),
        (40, 376158), (41, 470198), (42, 587747), (43, 734684), (44, 918355), (45, 1147944), (46, 1434930), (47, 1793662),
        (48, 2242078), (49, 2802597), (50, 3503246), (51, 4379058), (52, 5473822), (53, 6842278), (54, 8552847), (55, 10691059),
        (56, 13363824), (57, 16704779), (58, 20880974), (59, 26101218), (60, 32626522), (61, 40783153), (62, 50978941), (63, 63723676),
        (64, 79654596), (65, 99568244), (66, 124460306), (67, 155575382), (68, 194469227), (69, 243086534), (70, 303858168), (71, 379822710),
        (72, 474778387), (73, 593472984), (74, 741841230), (75, 927301538), (76, 1159126922), (77, 1448908653), (78, 1811135816), (79, 2263919770)
    ) AS b ([Bucket], [UpToMs])
)
SELECT
    k.[Hour],
    CAST(SWITCHOFFSET(k.[Hour], N'+00:00') AS date) AS [Day],
    k.[Figure],
    k.[Channel],
    c.[Brand],
    k.[Region],
    k.[Currency],
    CASE WHEN k.[Figure] IN (N'confirmed', N'resolved', N'stock-told') THEN b.[UpToMs] END AS [UpToMs],
    k.[Count],
    k.[Amount]
FROM [dbo].[KpiHours] AS k
LEFT OUTER JOIN [dbo].[ChannelBrands] AS c ON c.[Channel] = k.[Channel]
LEFT OUTER JOIN buckets AS b ON b.[Bucket] = k.[Bucket];
GO
