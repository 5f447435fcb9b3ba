using System.Text.RegularExpressions;
using RetailTower.Data;
using RetailTower.Engine;
using RetailTower.Web;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.House;

/// <summary>Who may know whom. The rooms of the engine stand on floors and import downwards only.</summary>
public sealed partial class FloorTests
{
    private const string EngineNamespace = "RetailTower.Engine";

    /// <summary>The floor plan, lowest first. A new room must be given its floor here.</summary>
    private static readonly string[][] Floors =
    [
        ["Canonical", "Governance", "Live"],
        ["Connectors", "Insight", "Exceptions"],
        ["Intake", "Orders", "Recovery"],
        ["Dispatch", "Reconciliation"],
        ["Jobs"],
        ["EngineComponents"],
    ];

    private static readonly System.Reflection.Assembly DataAssembly = typeof(TowerDatabase).Assembly, EngineAssembly = typeof(EngineComponents).Assembly, WebAssembly = typeof(TowerWebApplication).Assembly;

    [Fact]
    public void Every_room_has_its_floor() =>
        RoomsIn(Repository.Files("RetailTower.Engine", ".cs")).Except([.. Floors.SelectMany(floor => floor), "Simulation"]).ShouldBeEmpty();

    [Fact]
    public void Compiled_rooms_refer_downwards_only()
    {
        var references = References.Of(EngineAssembly);
        references.Count.ShouldBeGreaterThan(100);

        references.SelectMany(from => from.Select(to => (From: from.Key, To: to)))
            .Where(it => Forbidden(Room(it.From), Room(it.To))).Select(it => $"{it.From} → {it.To}").ShouldBeEmpty();
    }

    /// <summary>Constants leave no trace in compiled code, so what is written counts too.</summary>
    [Fact]
    public void Written_rooms_import_downwards_only() =>
        Repository.Files("RetailTower.Engine", ".cs")
            .SelectMany(path => Repository.Lines(path).Select(line => Import().Match(line)).Where(match => match.Success).Select(match => (Path: path, To: match.Groups["room"].Value)))
            .Where(it => Forbidden(RoomOf(it.Path), it.To)).Select(it => $"{it.Path} → {it.To}").ShouldBeEmpty();

    [Fact]
    public void The_simulation_and_the_connectors_each_state_the_protocol_for_themselves() =>
        References.Of(EngineAssembly).SelectMany(from => from.Select(to => (From: Room(from.Key), To: Room(to), Text: $"{from.Key} → {to}")))
            .Where(it => it.From is not null && it.To is not null && it.From == "Simulation" != (it.To == "Simulation")).Select(it => it.Text).ShouldBeEmpty();

    [Fact]
    public void Projects_refer_from_the_web_to_the_engine_to_the_data_and_never_back()
    {
        References.AssembliesOf(DataAssembly).Where(name => name.StartsWith("RetailTower.", StringComparison.Ordinal)).ShouldBeEmpty();
        References.AssembliesOf(EngineAssembly).Where(name => name.StartsWith("RetailTower.", StringComparison.Ordinal)).ShouldBe(["RetailTower.Data"]);
    }

    [Fact]
    public void Only_the_data_project_knows_the_database()
    {
        string[] database = ["Microsoft.EntityFrameworkCore", "Microsoft.Data.Sqlite", "Microsoft.Data.SqlClient"];
        References.AssembliesOf(DataAssembly).ShouldContain(name => name.StartsWith(database[0], StringComparison.Ordinal));

        foreach (var assembly in new[] { EngineAssembly, WebAssembly })
            References.AssembliesOf(assembly).Where(name => database.Any(it => name.StartsWith(it, StringComparison.Ordinal))).ShouldBeEmpty(assembly.GetName().Name);
    }

    /// <summary>Screens speak to desks; whatever holds the database, and the storage of the jobs, is out of their sight.</summary>
    [Fact]
    public void No_screen_sees_a_context_a_store_or_the_job_storage()
    {
        var holders = DataAssembly.GetTypes().Where(type => type == typeof(TowerDatabase) || typeof(TowerDbContext).IsAssignableFrom(type)
            || type.GetConstructors().Any(it => it.GetParameters().Any(parameter => parameter.ParameterType == typeof(TowerDatabase)))).Select(type => type.FullName!).ToHashSet();
        holders.ShouldContain("RetailTower.Data.Stores.CaseStore");

        References.Of(WebAssembly).Where(from => from.Key.StartsWith("RetailTower.Web.Components.", StringComparison.Ordinal))
            .SelectMany(from => from.Where(to => holders.Contains(to) || to.StartsWith("Hangfire", StringComparison.Ordinal)).Select(to => $"{from.Key} → {to}")).ShouldBeEmpty();
    }

    /// <summary>Same floor is no floor below; inside a room everything may know everything.</summary>
    private static bool Forbidden(string? from, string? to) =>
        from is not null && to is not null && from != to && from != "Simulation" && to != "Simulation" && FloorOf(to) >= FloorOf(from);

    private static int FloorOf(string room) => Array.FindIndex(Floors, floor => floor.Contains(room));

    private static string? Room(string type)
    {
        if (!type.StartsWith(EngineNamespace + ".", StringComparison.Ordinal)) return null;
        return type[(EngineNamespace.Length + 1)..].Split('.', '/')[0];
    }

    private static string RoomOf(string path) => Path.GetFileNameWithoutExtension(path.Split('/')[1]);

    private static IEnumerable<string> RoomsIn(IEnumerable<string> paths) => paths.Select(RoomOf).Distinct();

    [GeneratedRegex(@"^using (static )?RetailTower\.Engine\.(?<room>\w+)")]
    private static partial Regex Import();
}
