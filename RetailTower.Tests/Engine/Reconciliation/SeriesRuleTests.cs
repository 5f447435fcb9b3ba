using CsCheck;
using RetailTower.Data.Model;
using RetailTower.Data.Stores;
using RetailTower.Engine.Canonical;
using RetailTower.Engine.Reconciliation.Sequences;
using RetailTower.Tests.Desks;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Engine.Reconciliation;

/// <summary>When a running number tells that others are missing, and when it does not.</summary>
public sealed class SeriesRuleTests
{
    private const string Shop = "shopify", Names = "S#";
    private static readonly DateTimeOffset Noon = StoreFixture.Noon;
    private static readonly TimeSpan AskAfter = TimeSpan.FromMinutes(2), DueAfter = TimeSpan.FromMinutes(10);

    private readonly List<CountedSeries> _series = [];
    private readonly List<NumberGap> _gaps = [];

    /// <summary>Each step is what is counted at once; numbers are placed in their sequence, a second apart.</summary>
    [Theory]
    [InlineData("1 2 3", "")]
    [InlineData("1 3", "2")]
    [InlineData("1|3|2", "")]
    [InlineData("3 1 2", "")]
    [InlineData("7", "")]
    [InlineData("7|5", "")]
    [InlineData("1|9|5", "2-4,6-8")]
    [InlineData("1 3 6|10", "2 4-5 7-9")]
    [InlineData("1|6|3 4", "2,5")]
    [InlineData("1|6|2 3 4 5", "")]
    [InlineData("1 3|3|3", "2")]
    [InlineData("1|1000002", "2-1000001")]
    public void Numbers_that_were_passed_over_are_missing(string steps, string missing)
    {
        foreach (var step in steps.Split('|')) Count([.. step.Split(' ').Select(number => Arrived(long.Parse(number, null)))]);

        Missing().ShouldBe(missing.Length == 0 ? [] : missing.Split(' '));
    }

    [Fact]
    public void Its_system_is_asked_first_and_then_it_is_due()
    {
        Count(Arrived(1), Arrived(3));

        var gap = _gaps.ShouldHaveSingleItem();
        (gap.System, gap.Series, gap.SeenAt, gap.AskAt, gap.DueAt).ShouldBe((Shop, Names, Noon, Noon + AskAfter, Noon + DueAfter));
    }

    /// <summary>A million numbers are one row and one case, and nobody is asked for each of them.</summary>
    [Fact]
    public void A_jump_over_a_million_is_one_gap_that_nobody_is_asked_for()
    {
        Count(Arrived(1), Arrived(1_000_002));

        var gap = _gaps.ShouldHaveSingleItem();
        (gap.Missing, gap.AskAt, gap.DueAt).ShouldBe(("2-1000001", null, Noon + DueAfter));
        Count(Arrived(1_000_003), Arrived(1_000_004), Arrived(500_000));
        Missing().ShouldBe(["2-499999,500001-1000001"]);
    }

    [Fact]
    public void Each_shop_and_each_way_of_writing_is_a_series_of_its_own()
    {
        Count(Arrived(1), Arrived(7, system: "other"), Arrived(100, series: "EN#"), Arrived(2), Arrived(8, system: "other"), Arrived(102, series: "EN#"));

        _gaps.ShouldHaveSingleItem().ShouldSatisfyAllConditions(gap => gap.Series.ShouldBe("EN#"), gap => gap.Missing.ShouldBe("101"));
        _series.Select(it => (it.System, it.Series, it.Highest)).ShouldBe([(Shop, Names, 2), ("other", Names, 8), (Shop, "EN#", 102)], ignoreOrder: true);
    }

    /// <summary>The first read of a feed brings whatever changed of late, however old: that says nothing of the orders in between.</summary>
    [Fact]
    public void A_series_counts_from_an_order_that_is_new_in_the_world()
    {
        Count(Arrived(5, placed: Noon.AddYears(-2)), Arrived(90_000, placed: Noon.AddDays(-1)));
        _series.ShouldBeEmpty();

        Count(Arrived(99_990), Arrived(17, placed: Noon.AddYears(-1)), Arrived(99_991));

        Missing().ShouldBeEmpty();
        _series.ShouldHaveSingleItem().Highest.ShouldBe(99_991);
    }

    [Fact]
    public void A_series_that_begins_anew_is_counted_on_from_there()
    {
        Count(Arrived(500_000), Arrived(500_001));

        for (var number = 1; number <= 1000; number++)
            if (number % 100 != 50) Count(Arrived(number, placed: Noon.AddMinutes(5).AddSeconds(number)));

        Missing().ShouldBe(["50", "150", "250", "350", "450", "550", "650", "750", "850", "950"]);
        // What is left of the old run comes late, and starts nothing.
        Count(Arrived(500_003, placed: Noon));
        _series.ShouldHaveSingleItem().Highest.ShouldBe(1000);
        _gaps.Count.ShouldBe(10);
    }

    [Fact]
    public void An_order_dated_ahead_of_its_time_stops_no_counting()
    {
        Count(Arrived(1), Arrived(2, placed: Noon.AddYears(1), received: Noon));
        Count(Arrived(4, placed: Noon.AddMinutes(1)));

        Missing().ShouldBe(["3"]);
    }

    /// <summary>Whatever comes in whatever sequence, counted in whatever portions: what is missing is what did not come.</summary>
    [Fact]
    public void What_is_missing_is_what_did_not_come() =>
        Gen.Select(Gen.Int[1, 60].HashSet[1, 40], Gen.Int[0, int.MaxValue - 1], Gen.Int[1, 7]).Sample((numbers, seed, portion) =>
        {
            var rule = new SeriesRuleTests();
            rule.Count(Arrived(0));
            var sequence = numbers.ToArray();
            new Random(seed).Shuffle(sequence);
            foreach (var step in sequence.Chunk(portion)) rule.Count([.. step.Select(number => Arrived(number))]);

            var missing = rule._gaps.SelectMany(gap => NumberSpans.Parse(gap.Missing).Take(100)).Order();
            return missing.SequenceEqual(Enumerable.Range(1, numbers.Max()).Except(numbers).Select(number => (long)number)) && rule._series.Single().Highest == numbers.Max();
        });

    [Fact]
    public void A_set_of_spans_holds_what_a_set_holds() =>
        Gen.Select(Gen.Bool, Gen.Int[0, 30]).List[0, 60].Sample(steps =>
        {
            var (spans, set) = (NumberSpans.Of(10, 20), Enumerable.Range(10, 11).Select(number => (long)number).ToHashSet());
            foreach (var (add, number) in steps)
                if ((add ? spans.Add(number) : spans.Remove(number)) != (add ? set.Add(number) : set.Remove(number))) return false;
            var read = NumberSpans.Parse(spans.ToString());
            return read.Take(100).SequenceEqual(set.Order()) && read.Count == set.Count && read.Spans.Zip(read.Spans.Skip(1)).All(pair => pair.First.Last + 1 < pair.Second.First);
        });

    [Theory]
    [InlineData("S100001", "S#", 100_001)]
    [InlineData("00000123", "########", 123)]
    [InlineData("0999", "####", 999)]
    [InlineData("1000", "#", 1000)]
    [InlineData("EN1001-EU", "EN#-EU", 1001)]
    [InlineData("2026-0007", "2026-####", 7)]
    [InlineData("0", "#", 0)]
    public void A_number_is_told_from_how_it_is_written(string text, string series, long number)
    {
        RunningNumber.Of(text).ShouldBe(new RunningNumber(series, number));
        RunningNumber.Of(text)!.Value.ToString().ShouldBe(text);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("none")]
    [InlineData("a#1")]
    [InlineData("1234567890123456789")]
    public void What_is_no_running_number_is_not_counted(string? text) => RunningNumber.Of(text).ShouldBeNull();

    private static ArrivedNumber Arrived(long number, string system = Shop, string series = Names, DateTimeOffset? placed = null, DateTimeOffset? received = null)
    {
        var at = placed ?? Noon.AddSeconds(Math.Min(number % 500_000, 3_000));
        return new() { System = system, Series = series, Number = number, PlacedAt = at, ReceivedAt = received ?? (at > Noon ? at : Noon) };
    }

    /// <summary>As the store does: what is filled is gone.</summary>
    private void Count(params ArrivedNumber[] arrived)
    {
        SeriesRule.Count(new NumberCount(arrived, _series, _gaps), Noon, AskAfter, DueAfter);
        _gaps.RemoveAll(gap => gap.Missing.Length == 0);
    }

    private string[] Missing() => [.. _gaps.Select(gap => gap.Missing)];
}
