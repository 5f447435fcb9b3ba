-- What is wrong with this database, one row each; no row is good. Changes nothing.
SELECT N'READ_COMMITTED_SNAPSHOT is off: run maintenance/01_ReadCommittedSnapshot.sql' AS [Finding]
FROM sys.databases
WHERE [database_id] = DB_ID() AND [is_read_committed_snapshot_on] = 0
UNION ALL
SELECT N'Foreign key ' + [name] + N' is not trusted: rows were loaded past it'
FROM sys.foreign_keys
WHERE [is_not_trusted] = 1
UNION ALL
SELECT N'Index ' + [name] + N' of ' + OBJECT_NAME([object_id]) + N' is disabled'
FROM sys.indexes
WHERE [is_disabled] = 1
UNION ALL
SELECT N'No SchemaJournal: apply migrations/ or run the migrate verb'
WHERE OBJECT_ID(N'dbo.SchemaJournal', N'U') IS NULL;
GO
