using System.Collections.Concurrent;

namespace RetailTower.Engine.Exceptions.Ownership;

/// <summary>The teams, how they work, and whose turn it is.</summary>
public sealed class TeamBook(OwnershipOptions options)
{
    /// <summary>Words of a ladder's <see cref="RungOptions.To"/>.</summary>
    public const string Team = "team", Lead = "lead", Everyone = "everyone";

    public const string CustomerService = "Customer service", Finance = "Finance", Integration = "Integration", Merchandising = "Merchandising", Warehouse = "Warehouse";

    /// <summary>Causes whose person is remembered; then they are dealt anew.</summary>
    private const int MostCauses = 10_000;

    private readonly Dictionary<string, TeamRules> _rules = Names.ToDictionary(name => name, name => new TeamRules(name, options.Of(name)));
    private readonly ConcurrentDictionary<(string Team, string Cause), string> _given = new();
    private readonly ConcurrentDictionary<string, int> _turns = new();
    private Dictionary<string, IReadOnlyList<string>> _people = [];

    /// <summary>Teams that can own a case.</summary>
    public static IReadOnlyList<string> Names { get; } = [CustomerService, Finance, Integration, Merchandising, Warehouse];

    /// <summary>Whether any team's exceptions are dealt out to its people.</summary>
    public bool Deals => _rules.Values.Any(it => it.Options.RoundRobin);

    /// <summary>How a team works; one that is not known, as any does for which nothing is set.</summary>
    public TeamRules Of(string team) => _rules.TryGetValue(team, out var rules) ? rules : new TeamRules(team, new TeamOptions());

    /// <summary>Whose turn it is in a team that deals its exceptions out: those of one cause are one person's. Null in others, and where nobody is.</summary>
    public string? Next(string team, string cause)
    {
        if (!Of(team).Options.RoundRobin || !_people.TryGetValue(team, out var people)) return null;
        if (_given.TryGetValue((team, cause), out var given) && people.Contains(given)) return given;
        if (_given.Count >= MostCauses) _given.Clear();
        var turn = _turns.AddOrUpdate(team, 0, (_, last) => last == int.MaxValue ? 0 : last + 1);
        return _given[(team, cause)] = people[turn % people.Count];
    }

    /// <summary>Takes in who is in which team.</summary>
    public void Seat(IEnumerable<(string Person, string Team)> people) =>
        _people = people.GroupBy(it => it.Team).ToDictionary(it => it.Key, it => (IReadOnlyList<string>)[.. it.Select(one => one.Person).Distinct().Order(StringComparer.Ordinal)]);
}
