using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Sqlite;
using RetailTower.Data.SqlServer;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Database;

/// <summary>One schema is stated three times: by the model, by db/schema, by the migrations of each provider. They must say the same.</summary>
public sealed class SchemaAgreementTests
{
    private const string Journal = "dbo.SchemaJournal:";

    [Fact]
    public void The_model_and_db_schema_state_the_same_tables()
    {
        using var db = new SqlServerTowerDbContext(new DbContextOptionsBuilder<SqlServerTowerDbContext>().UseSqlServer("Server=none").Options);
        var model = SchemaFacts.Of([DbFolder.Parse("the model's create script", db.Database.GenerateCreateScript())], withDefaults: false);
        // The journal belongs to the migrator; the model has no business with it.
        var schema = SchemaFacts.Of(DbFolder.Scripts("schema").Select(DbFolder.Parse), withDefaults: false).Where(fact => !fact.StartsWith(Journal, StringComparison.Ordinal)).ToHashSet();

        model.Count.ShouldBeGreaterThan(200);
        SchemaFacts.Differences("the model", model, "db/schema", schema).ShouldBeEmpty();
    }

    [Fact]
    public void The_migrations_lead_to_db_schema()
    {
        var schema = SchemaFacts.Of(DbFolder.Scripts("schema").Select(DbFolder.Parse));
        var migrated = SchemaFacts.Of(DbFolder.Scripts("migrations").Select(DbFolder.Parse));

        SchemaFacts.Differences("db/schema", schema, "db/migrations", migrated).ShouldBeEmpty();
    }

    [Fact]
    public void Each_file_of_db_schema_holds_the_table_it_is_named_after()
    {
        foreach (var script in DbFolder.Scripts("schema"))
        {
            var others = SchemaFacts.Of([DbFolder.Parse(script)]).Where(fact => !fact.StartsWith($"dbo.{Path.GetFileNameWithoutExtension(script)}:", StringComparison.Ordinal));
            others.ShouldBeEmpty(script);
        }
    }

    [Fact]
    public void Every_constraint_has_a_name() =>
        SchemaFacts.Of(DbFolder.Scripts("schema").Concat(DbFolder.Scripts("migrations")).Select(DbFolder.Parse))
            .Where(fact => fact.Contains("(without a name)", StringComparison.Ordinal)).ShouldBeEmpty();

    [Fact]
    public void The_sqlite_migrations_are_up_to_date_with_the_model()
    {
        using var db = new SqliteTowerDbContext(new DbContextOptionsBuilder<SqliteTowerDbContext>().UseSqlite("Data Source=none.db").Options);
        db.Database.HasPendingModelChanges().ShouldBeFalse("add a migration to RetailTower.Data/Sqlite/Migrations (db/README.md says how)");
    }
}
