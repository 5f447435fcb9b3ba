using Shouldly;
using Xunit;

namespace RetailTower.Tests.Database;

public sealed class MigrationRulesTests
{
    [Theory]
    [InlineData("CREATE TABLE dbo.A (B int NULL);")]
    [InlineData("IF OBJECT_ID(N'dbo.Other', N'U') IS NULL CREATE TABLE dbo.A (B int NULL);")]
    [InlineData("IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE name = N'IX_A_C' AND object_id = OBJECT_ID(N'dbo.A')) CREATE INDEX IX_A_B ON dbo.A (B);")]
    [InlineData("IF COL_LENGTH(N'dbo.A', N'C') IS NULL ALTER TABLE dbo.A ADD C int NOT NULL;")]
    [InlineData("IF COL_LENGTH(N'dbo.A', N'C') IS NOT NULL ALTER TABLE dbo.A DROP COLUMN C;")]
    [InlineData("IF OBJECT_ID(N'dbo.A', N'U') IS NOT NULL DROP TABLE dbo.A;")]
    [InlineData("IF DB_ID() > 4 ALTER DATABASE CURRENT SET READ_COMMITTED_SNAPSHOT ON;")]
    public void Refuses_what_cannot_run_twice_or_takes_away(string text) => Faults(text).ShouldNotBeEmpty();

    [Theory]
    [InlineData("IF COL_LENGTH(N'dbo.A', N'C') IS NULL ALTER TABLE dbo.A ADD C int NOT NULL CONSTRAINT DF_A_C DEFAULT (0);")]
    [InlineData("IF COL_LENGTH(N'dbo.A', N'C') IS NULL ALTER TABLE dbo.A ADD C int NULL;")]
    [InlineData("IF EXISTS (SELECT 1 FROM sys.indexes WHERE name = N'IX_A_B' AND object_id = OBJECT_ID(N'dbo.A')) DROP INDEX IX_A_B ON dbo.A;")]
    [InlineData("IF NOT EXISTS (SELECT 1 FROM dbo.Lanes) BEGIN INSERT INTO dbo.Lanes (System) VALUES (N'erp'); END;")]
    public void Lets_guarded_additions_pass(string text) => Faults(text).ShouldBeEmpty();

    [Fact]
    public void A_difference_is_said_in_one_line()
    {
        var one = SchemaFacts.Of([DbFolder.Parse("one", "CREATE TABLE A (B nvarchar(64) NOT NULL CONSTRAINT PK_A PRIMARY KEY); CREATE INDEX IX_A_B ON A (B) INCLUDE (C) WHERE B IS NOT NULL;")]);
        var two = SchemaFacts.Of([DbFolder.Parse("two", "create table [dbo].[A] ([B] NVARCHAR (64) COLLATE Latin1_General_BIN2 not null, constraint [PK_A] primary key clustered ([B])); create index [IX_A_B] on [dbo].[A] ([B] desc) include ([C]) where ([B] is not null);")]);

        SchemaFacts.Differences("one", one, "two", two).ShouldBe(
        [
            "only in one: dbo.A: COLUMN B nvarchar(64) NOT NULL",
            "only in one: dbo.A: INDEX IX_A_B (B) INCLUDE (C) WHERE [B] IS NOT NULL",
            "only in two: dbo.A: COLUMN B nvarchar(64) COLLATE Latin1_General_BIN2 NOT NULL",
            "only in two: dbo.A: INDEX IX_A_B (B DESC) INCLUDE (C) WHERE [B] IS NOT NULL",
        ]);
    }

    private static List<string> Faults(string text)
    {
        var faults = new List<string>();
        foreach (var statement in DbFolder.Parse("rule", text).Batches.SelectMany(batch => batch.Statements)) MigrationRules.Check(statement, faults);
        return faults;
    }
}
