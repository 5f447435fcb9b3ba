using System.Globalization;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using RetailTower.Engine.Simulation.Core;
using RetailTower.Tests.Simulation;
using Xunit;

namespace RetailTower.Tests.Journeys;

/// <summary>What the systems hold, showed and kept from the tower, by their own books; and what a truthful tower must say of it.</summary>
public sealed partial class LandscapeLedger
{
    private static readonly string[] Origins = ["salesforce", "shopify"], Centres = ["dc-east", "dc-west"];

    /// <summary>Events without which a centre owes the tower something.</summary>
    private static readonly string[] Decisive = ["fulfilment.shipped", "fulfilment.short_picked", "fulfilment.cancelled"];

    private readonly ILookup<string, LedgerEntry> _orders;

    private LandscapeLedger(IReadOnlyList<LedgerEntry> orders, StockBooks stock, IReadOnlyList<LostWebhook> lost) => (_orders, Stock, Lost) = (orders.ToLookup(it => it.Reference), stock, lost);

    public sealed record StockBooks(IReadOnlyList<StockTold> Told, IReadOnlyList<StockShown> Shown)
    {
        /// <summary>How often shops were given a figure.</summary>
        public long Writes => Shown.Sum(it => it.Writes);

        /// <summary>The newest figure of each article in each centre was told.</summary>
        public bool NothingIsUntold => Told.GroupBy(it => (it.Centre, it.Sku)).All(its => its.MaxBy(it => it.Version)!.ToldAt is not null);

        /// <summary>Figures that nobody had been told a newer one before, and how late they were told.</summary>
        public IEnumerable<TimeSpan> Delays()
        {
            foreach (var its in Told.GroupBy(it => (it.Centre, it.Sku)))
            {
                var newest = 0L;
                foreach (var it in its.Where(it => it.ToldAt is not null).OrderBy(it => it.ToldAt))
                {
                    if (it.Version <= newest) continue;
                    newest = it.Version;
                    yield return it.ToldAt!.Value - it.ChangedAt;
                }
            }
        }
    }

    public StockBooks Stock { get; }

    public IReadOnlyList<LostWebhook> Lost { get; }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<LandscapeLedger> ReadAsync(RunningLandscape landscape) => new(
        (await landscape.Control.GetFromJsonAsync<LedgerEntry[]>("/ledger", Stop))!, (await landscape.Control.GetFromJsonAsync<StockBooks>("/ledger/stock", Stop))!,
        (await landscape.Control.GetFromJsonAsync<LostWebhook[]>("/ledger/lost", Stop))!);

    /// <summary>No centre works on it any more, and the ERP has been paid for all that left.</summary>
    public bool IsOver(string number) =>
        _orders[number].Where(it => Centres.Contains(it.System)).All(it => it.State is "shipped" or "cancelled" or "short") && (Shipped(number) < Ordered(number) || _orders[number].Any(it => it is { System: "business-central", State: "Paid" }));

    /// <summary>Where an order stands in each system, in words.</summary>
    public string Standing(string number) => string.Join(", ", _orders[number].Select(it => $"{it.System} {it.State} {it.Lines.Sum(line => line.Shipped):0} of {it.Lines.Sum(line => line.Ordered):0} shipped"));

    public decimal Ordered(string number) => _orders[number].Where(it => Origins.Contains(it.System)).Sum(it => it.Lines.Sum(line => line.Ordered));

    public decimal Shipped(string number) => _orders[number].Where(it => Centres.Contains(it.System)).Sum(it => it.Lines.Sum(line => line.Shipped));

    /// <summary>Whether the originator shows its people what is so, of an order that is over.</summary>
    public bool ShowsTheTruth(string number) =>
        _orders[number].Single(it => Origins.Contains(it.System)).Shown == (Shipped(number) == Ordered(number) ? "Completed" : Shipped(number) > 0 ? "Part shipped" : "In fulfilment");

    /// <summary>Orders and centres of which the tower cannot have heard that the goods left.</summary>
    public IReadOnlyList<(string Number, string Centre)> Unheard() => [.. Lost.Where(it => Centres.Contains(it.System) && Decisive.Contains(it.Topic)).Select(it => (it.About, it.System)).Distinct()];

    /// <summary>What is wrong with a sentence about an order that is over; null when nothing is.</summary>
    public string? Contradicts(string number, string sentence)
    {
        var (ordered, shipped) = (Ordered(number), Shipped(number));
        var clauses = sentence.TrimEnd('.').Split("; ").Select(clause => (Words: clause, Pieces: Pieces(clause, ordered))).ToList();
        var left = clauses.Where(it => it.Words.Contains("left our warehouse", StringComparison.Ordinal)).Sum(it => it.Pieces);
        if (left != shipped) return $"{number}: {shipped:0} of {ordered:0} left; said is: {sentence}";
        return clauses.Sum(it => it.Pieces) == ordered ? null : $"{number}: {ordered:0} were ordered; said is: {sentence}";
    }

    private static decimal Pieces(string clause, decimal ordered) =>
        clause.StartsWith("all ", StringComparison.OrdinalIgnoreCase) ? ordered : Quantity().Match(clause) is { Success: true } counted ? decimal.Parse(counted.Groups[1].Value, CultureInfo.InvariantCulture) : 1;

    /// <summary>"3 of 12 items", "3 × Mug".</summary>
    [GeneratedRegex(@"^(\d+) (?:of|×) ")]
    private static partial Regex Quantity();
}
