using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using RetailTower.Engine.Simulation;
using RetailTower.Tests.Simulation;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Journeys;

/// <summary>
/// What an agent says aloud, against the books of the systems themselves, in a run in which goods are short, webhooks are lost and statuses drift. What is
/// expected is derived from the landscape's ledger alone.
/// </summary>
public sealed partial class SentenceTests
{
    private const int Orders = 60;
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(4);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_sentence_of_every_order_says_what_the_systems_hold()
    {
        await using var house = await SimulatedHouse.OpenAsync(new LandscapeOptions { Pace = 0.1, ShortPickShare = 0.15, SeveralParcelsShare = 0.5 }, ("Tower:Orders:ShippedWithin", "00:00:20"), ("Tower:Orders:CentreAcceptsWithin", "00:00:20"));
        foreach (var (kind, share) in new[] { ("lose-webhooks", 0.02), ("drift", 0.03) })
            (await house.Landscape.Control.PostAsJsonAsync("/faults", new { system = "*", kind, share, seconds = 3600 }, Stop)).EnsureSuccessStatusCode();
        var numbers = await house.PlaceAsync(Orders, lines: 3);

        var wrong = await Eventually.UntilAsync(() => WrongAsync(house, numbers), found => found.Count == 0, Soon, found => string.Join(Environment.NewLine, found));

        wrong.ShouldBeEmpty();
        var sentences = await Task.WhenAll(numbers.Select(async number => (await house.UntilAsync(number, _ => true)).Sentence));
        sentences.ShouldContain(it => it.StartsWith("All ", StringComparison.Ordinal));
        sentences.ShouldContain(it => it.Contains(" of ", StringComparison.Ordinal) || it.Contains('×') || it.Contains("The ", StringComparison.Ordinal), "with a share of goods short, some orders are told in parts");
    }

    private static async Task<List<string>> WrongAsync(SimulatedHouse house, IReadOnlyList<string> numbers)
    {
        var ledger = (await house.Landscape.Control.GetFromJsonAsync<JsonElement[]>("/ledger", Stop))!.ToLookup(entry => Text(entry, "reference"));
        var wrong = new List<string>();
        foreach (var number in numbers)
        {
            var (ordered, shipped) = (Sum(ledger[number], "ordered", "salesforce", "shopify"), Sum(ledger[number], "shipped", "dc-east", "dc-west"));
            if (await house.Orders.FindAsync(number, Stop) is not [var hit, ..])
            {
                wrong.Add($"{number}: the tower does not know it");
                continue;
            }

            var sentence = (await house.Orders.GetAsync(hit.Order.Key, unmasked: false, Stop))!.Sentence;
            if (Said(sentence, ordered) != shipped) wrong.Add($"{number}: {shipped:0} of {ordered:0} left by the ledger; said is: {sentence}");
            // Whatever the centres have not sent must be said, too.
            if (shipped < ordered && !sentence.Contains(';') && shipped > 0) wrong.Add($"{number}: of {ordered - shipped:0} nothing is said: {sentence}");
        }

        return wrong;
    }

    /// <summary>How many pieces have left by the sentence's own words.</summary>
    private static decimal Said(string sentence, decimal ordered)
    {
        if (sentence.Split("; ").FirstOrDefault(clause => clause.Contains("left our warehouse", StringComparison.Ordinal)) is not { } clause) return 0;
        if (clause.StartsWith("All ", StringComparison.OrdinalIgnoreCase)) return ordered;
        return Quantity().Match(clause) is { Success: true } counted ? decimal.Parse(counted.Groups[1].Value, CultureInfo.InvariantCulture) : 1;
    }

    private static decimal Sum(IEnumerable<JsonElement> entries, string what, params string[] systems) =>
        entries.Where(entry => systems.Contains(Text(entry, "system"))).SelectMany(entry => entry.GetProperty("lines").EnumerateArray()).Sum(line => line.GetProperty(what).GetDecimal());

    private static string Text(JsonElement entry, string name) => entry.GetProperty(name).GetString()!;

    /// <summary>"3 of 12 items", "3 × Mug".</summary>
    [GeneratedRegex(@"^(\d+) (?:of|×) ")]
    private static partial Regex Quantity();
}
