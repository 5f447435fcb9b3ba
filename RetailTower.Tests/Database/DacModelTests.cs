using Microsoft.SqlServer.Dac;
using Microsoft.SqlServer.Dac.Model;
using Microsoft.SqlServer.TransactSql.ScriptDom;
using RetailTower.Data.Model;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Database;

/// <summary>SQL Server's own model builder resolves every name in db/: a view that asks for a column that is gone does not build.</summary>
public sealed class DacModelTests
{
    [Fact]
    public void Schema_and_reporting_build_as_one_model()
    {
        using var model = new TSqlModel(SqlServerVersion.Sql160, new TSqlModelOptions());
        foreach (var script in DbFolder.Scripts("schema")) model.AddOrUpdateObjects(DbFolder.Read(script), script, new TSqlObjectOptions());
        // A model states what is there; its views are made, not altered, and its schemas stand behind no IF.
        model.AddOrUpdateObjects("CREATE SCHEMA [reporting] AUTHORIZATION [dbo];", "reporting/00_Schema.sql", new TSqlObjectOptions());
        foreach (var script in DbFolder.Scripts("reporting").Skip(1))
        {
            model.AddOrUpdateObjects(DbFolder.Read(script).Replace("CREATE OR ALTER VIEW", "CREATE VIEW", StringComparison.Ordinal), script, new TSqlObjectOptions());
        }

        model.Validate().Where(message => message.MessageType == DacMessageType.Error).Select(message => $"{message.Prefix}{message.Number}: {message.Message}").ShouldBeEmpty();
        model.GetObjects(DacQueryScopes.UserDefined, Table.TypeClass).Count().ShouldBe(DbFolder.Scripts("schema").Count);
        model.GetObjects(DacQueryScopes.UserDefined, View.TypeClass).Count().ShouldBe(DbFolder.Scripts("reporting").Count - 1);
    }

    /// <summary>The tables hold numbers; the views must give them the names that the program gives them.</summary>
    [Theory]
    [InlineData("reporting/01_Orders.sql", "Status", typeof(OrderStatus), 13)]
    [InlineData("reporting/03_OpenExceptions.sql", "Kind", typeof(CaseKind), 9)]
    [InlineData("reporting/03_OpenExceptions.sql", "State", typeof(CaseState), 4)]
    [InlineData("reporting/03_OpenExceptions.sql", "Severity", typeof(Severity), 2)]
    public void A_view_names_each_state_as_the_program_does(string script, string column, Type states, int count)
    {
        var cases = new Cases();
        DbFolder.Parse(script).Accept(cases);
        var names = cases.Found[column];
        names.ShouldBe(Enum.GetValuesAsUnderlyingType(states).Cast<int>().Order().Take(count).ToDictionary(number => number, number => Enum.GetName(states, number)!));
        if (states != typeof(CaseState)) count.ShouldBe(Enum.GetNames(states).Length);
    }

    private sealed class Cases : TSqlFragmentVisitor
    {
        public Dictionary<string, Dictionary<int, string>> Found { get; } = [];

        public override void Visit(SimpleCaseExpression node)
        {
            var column = ((ColumnReferenceExpression)node.InputExpression).MultiPartIdentifier.Identifiers[^1].Value;
            Found[column] = node.WhenClauses.ToDictionary(
                when => int.Parse(((IntegerLiteral)when.WhenExpression).Value, System.Globalization.CultureInfo.InvariantCulture), when => ((StringLiteral)when.ThenExpression).Value);
        }
    }
}
