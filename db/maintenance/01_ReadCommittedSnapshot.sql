-- Readers see the last committed rows instead of waiting for writers. Run once, after CREATE DATABASE and before the first node starts:
-- the switch needs the database to itself, so it ends every other session, and it cannot run inside a transaction.
IF EXISTS (SELECT 1 FROM sys.databases WHERE [database_id] = DB_ID() AND [is_read_committed_snapshot_on] = 0)
    ALTER DATABASE CURRENT SET READ_COMMITTED_SNAPSHOT ON WITH ROLLBACK IMMEDIATE;
GO
