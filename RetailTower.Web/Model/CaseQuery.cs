using RetailTower.Data.Model;
using RetailTower.Data.Queries;

namespace RetailTower.Web.Model;

/// <summary>The exceptions page's address: which tab, which cases, which of them is open. A link shows the same to someone else.</summary>
/// <param name="Tab"><c>groups</c>, <c>list</c> or <c>operations</c>.</param>
/// <param name="Owner"><c>me</c>, <c>team</c> for the viewer's own, or a team's name.</param>
/// <param name="Age">Name of an <see cref="AgeBand"/>.</param>
/// <param name="Closed">Closed ones too.</param>
/// <param name="Case">The case whose drawer is open.</param>
/// <param name="Work">What the system was asked or told; one of the operations of cases.</param>
/// <param name="By">What groups are gathered by, in small letters; null by cause.</param>
/// <param name="Find">What is looked for in the messages behind the cases, as it was typed (<see cref="PayloadSearch"/>).</param>
public sealed record CaseQuery(
    string Tab = CaseQuery.Groups,
    string? Group = null,
    string? Domain = null,
    string? Age = null,
    string? Owner = null,
    string? Kind = null,
    string? System = null,
    string? Text = null,
    bool Closed = false,
    string? After = null,
    long? Case = null,
    string? Work = null,
    string? By = null,
    string? Find = null)
{
    public const string Groups = "groups", List = "list", Operations = "operations", Me = "me", MyTeam = "team";

    /// <summary>Whether it leaves any open case out.</summary>
    public bool Narrows => (Group ?? Domain ?? Age ?? Owner ?? Kind ?? System ?? Text ?? Work ?? Find) is not null;

    public CaseFilter Filter(Viewer viewer) => new(
        Closed,
        // Nobody's, while the viewer is in none.
        Owner switch { null or Me => null, MyTeam => viewer.Team ?? "", _ => Owner },
        Owner == Me ? viewer.Name : null,
        Enum.TryParse<CaseKind>(Kind, out var kind) ? kind : null,
        Domain,
        System,
        AgeBand.Find(Age)?.Min,
        AgeBand.Find(Age)?.Max,
        Text,
        Group,
        Work,
        PayloadSearch.Read(Find).Search);

    public CaseGroupBy GroupBy => Enum.TryParse<CaseGroupBy>(By, ignoreCase: true, out var by) && Enum.IsDefined(by) ? by : CaseGroupBy.Cause;

    public string Address => Query.Address(TowerUrls.Exceptions,
        ("tab", Tab == Groups ? null : Tab), ("group", Group), ("domain", Domain), ("age", Age), ("owner", Owner), ("kind", Kind), ("system", System), ("work", Work), ("by", GroupBy == CaseGroupBy.Cause ? null : GroupBy.ToString().ToLowerInvariant()),
        ("q", Text), ("find", Find), ("closed", Closed ? "true" : null), ("after", After), ("case", Case));

    /// <summary>With other filters: from the first page on, nothing open.</summary>
    public CaseQuery Afresh() => this with { After = null, Case = null };
}
