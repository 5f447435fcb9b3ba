using RetailTower.Tests.House;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Database;

public sealed class SqlRulesTests
{
    public static TheoryData<string> Scripts => [.. DbFolder.Scripts(".")];

    [Theory, MemberData(nameof(Scripts))]
    public void A_script_uses_nothing_that_a_compatible_server_may_lack(string script) => SqlRules.OfScript(DbFolder.Parse(script)).ShouldBeEmpty(script);

    /// <summary>SQLite's own statements never reach SQL Server.</summary>
    [Fact]
    public void Nor_does_a_statement_in_the_program()
    {
        var files = new[] { "RetailTower.Data", "RetailTower.Engine", "RetailTower.Web" }.SelectMany(project => Repository.Files(project, ".cs"))
            .Where(path => !path.Contains("/Sqlite/", StringComparison.Ordinal) && !path.Contains("/Simulation/", StringComparison.Ordinal)).ToList();
        files.ShouldContain("RetailTower.Data/SqlServer/SqlServerTowerDbContext.cs");

        files.SelectMany(path => SqlRules.OfSource(string.Join('\n', Repository.Lines(path))).Select(what => $"{path}: {what}")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("MERGE INTO dbo.Leases AS t USING (SELECT 1 AS Id) AS s ON t.Id = s.Id WHEN MATCHED THEN DELETE;")]
    [InlineData("WAITFOR DELAY '00:00:01';")]
    [InlineData("SELECT * FROM dbo.Orders WHERE CONTAINS(CustomerName, N'Anna');")]
    [InlineData("SELECT * FROM dbo.Orders FOR SYSTEM_TIME AS OF '2026-01-01';")]
    [InlineData("UPDATE dbo.Orders SET Payload = JSON_MODIFY(Payload, '$.total', 1);")]
    [InlineData("WITH due AS (SELECT TOP (5) * FROM dbo.OutboxMessages) UPDATE due SET State = 1;")]
    [InlineData("WITH due AS (SELECT TOP (5) * FROM dbo.OutboxMessages) DELETE FROM due;")]
    public void The_rules_find_it_in_a_script(string script) => SqlRules.OfScript(DbFolder.Parse("rule", script)).ShouldNotBeEmpty();

    [Theory]
    [InlineData("var a = $\"MERGE INTO Leases USING x\";")]
    [InlineData("    WAITFOR DELAY '0:1'")]
    [InlineData("using var all = new TransactionScope();")]
    [InlineData("connection += \";MultipleActiveResultSets=true\";")]
    [InlineData("\"WITH due AS (SELECT 1) UPDATE due SET State = 1\"")]
    public void The_rules_find_it_in_a_source(string source) => SqlRules.OfSource(source).ShouldNotBeEmpty();

    [Theory]
    [InlineData("// MERGE INTO is what we do without")]
    [InlineData("\"WITH due AS (SELECT Id FROM Outbox) UPDATE o SET State = 1 FROM Outbox o JOIN due ON due.Id = o.Id\"")]
    public void And_nothing_else(string source) => SqlRules.OfSource(source).ShouldBeEmpty();
}
