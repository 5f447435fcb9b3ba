-- Nightly, at a quiet hour: reorganises fragmented indexes, rebuilds badly fragmented ones, refreshes statistics.
-- Queue tables (inbox, outbox) fragment by design and small indexes do not matter, hence the page floor.
SET NOCOUNT ON;

DECLARE @statement nvarchar(max);

DECLARE care CURSOR LOCAL FAST_FORWARD FOR
    SELECT N'ALTER INDEX ' + QUOTENAME(i.[name]) + N' ON ' + QUOTENAME(s.[name]) + N'.' + QUOTENAME(t.[name])
        + CASE WHEN p.[avg_fragmentation_in_percent] > 40 THEN N' REBUILD' ELSE N' REORGANIZE' END
    FROM sys.dm_db_index_physical_stats(DB_ID(), NULL, NULL, NULL, N'LIMITED') AS p
    INNER JOIN sys.indexes AS i ON i.[object_id] = p.[object_id] AND i.[index_id] = p.[index_id]
    INNER JOIN sys.tables AS t ON t.[object_id] = p.[object_id]
    INNER JOIN sys.schemas AS s ON s.[schema_id] = t.[schema_id]
    WHERE i.[name] IS NOT NULL AND p.[page_count] > 1000 AND p.[avg_fragmentation_in_percent] > 10;

OPEN care;
FETCH NEXT FROM care INTO @statement;
WHILE @@FETCH_STATUS = 0
BEGIN
    PRINT @statement;
    EXEC sys.sp_executesql @statement;
    FETCH NEXT FROM care INTO @statement;
END;
CLOSE care;
DEALLOCATE care;

EXEC sys.sp_updatestats;
GO
