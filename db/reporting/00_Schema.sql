-- Views for BI tools. They hold no personal data, and their columns are a promise: add some, never rename or remove one.
IF SCHEMA_ID(N'reporting') IS NULL
    EXEC (N'CREATE SCHEMA [reporting] AUTHORIZATION [dbo]');
GO
