-- Three roles, so that no login can do more than its work. Safe to run again, and to be run again after Hangfire's schema was installed.
-- Put logins into them by hand: CREATE USER [retailtower] FOR LOGIN [retailtower]; ALTER ROLE [tower_app] ADD MEMBER [retailtower];

-- tower_app: the running program. Rows only, no objects.
IF DATABASE_PRINCIPAL_ID(N'tower_app') IS NULL
    CREATE ROLE [tower_app] AUTHORIZATION [dbo];
GO

GRANT SELECT, INSERT, UPDATE, DELETE ON SCHEMA::[dbo] TO [tower_app];
GO

-- Who applies scripts may write the journal; the program only reads it.
IF OBJECT_ID(N'dbo.SchemaJournal', N'U') IS NOT NULL
    DENY INSERT, UPDATE, DELETE ON [dbo].[SchemaJournal] TO [tower_app];
GO

IF SCHEMA_ID(N'HangFire') IS NOT NULL
    GRANT SELECT, INSERT, UPDATE, DELETE, EXECUTE ON SCHEMA::[HangFire] TO [tower_app];
GO

-- tower_migrator: the migrate verb.
IF DATABASE_PRINCIPAL_ID(N'tower_migrator') IS NULL
    CREATE ROLE [tower_migrator] AUTHORIZATION [dbo];
GO

ALTER ROLE [db_ddladmin] ADD MEMBER [tower_migrator];
ALTER ROLE [db_datareader] ADD MEMBER [tower_migrator];
ALTER ROLE [db_datawriter] ADD MEMBER [tower_migrator];
GO

-- tower_reporting: the reporting views, and nothing behind them.
IF DATABASE_PRINCIPAL_ID(N'tower_reporting') IS NULL
    CREATE ROLE [tower_reporting] AUTHORIZATION [dbo];
GO

IF SCHEMA_ID(N'reporting') IS NOT NULL
    GRANT SELECT ON SCHEMA::[reporting] TO [tower_reporting];
GO
