using RetailTower.Data.Kpis;
using RetailTower.Tests.Database;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Kpis;

public sealed class KpiBucketTests
{
    [Fact]
    public void Bounds_are_stored_by_their_place_and_so_never_change()
    {
        KpiBuckets.Bounds.Count.ShouldBe(80);
        KpiBuckets.Bounds.Take(4).Select(bound => bound.TotalMilliseconds).ShouldBe([50, 62, 78, 98]);
        KpiBuckets.Bounds[40].TotalMilliseconds.ShouldBe(376_158);
        KpiBuckets.Bounds[^1].TotalDays.ShouldBeInRange(24, 30);
    }

    [Fact]
    public void The_view_for_bi_tools_names_the_same_bounds_and_every_figure()
    {
        var view = DbFolder.Read("reporting/05_KpiByHour.sql");

        for (var place = 0; place < KpiBuckets.Bounds.Count; place++) view.ShouldContain($"({place}, {KpiBuckets.Bounds[place].TotalMilliseconds})");
        foreach (var figure in new[] { KpiFigures.Confirmed, KpiFigures.Finished, KpiFigures.FinishedTouched, KpiFigures.FinishedByHand, KpiFigures.Shipped, KpiFigures.ShippedInvoiced, KpiFigures.Resolved, KpiFigures.Compared, KpiFigures.ComparedUntrue, KpiFigures.FulfilmentCompared, KpiFigures.FulfilmentUntrue, KpiFigures.Open, KpiFigures.OpenForDay, KpiFigures.Counted })
            view.ShouldContain(figure);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(50, 0)]
    [InlineData(51, 1)]
    [InlineData(4_000_000_000, 80)]
    public void A_span_lies_in_the_first_bucket_that_does_not_end_before_it(long milliseconds, int place) => KpiBuckets.Of(TimeSpan.FromMilliseconds(milliseconds)).ShouldBe(place);

    [Fact]
    public void A_percentile_is_told_by_its_rank_within_its_bucket()
    {
        KpiBuckets.Percentile([], 0.95).ShouldBeNull();
        KpiBuckets.Percentile([(0, 100)], 0.5)!.Value.ShouldBe(0.025, 1e-9);
        KpiBuckets.Percentile([(0, 90), (3, 10)], 0.95)!.Value.ShouldBe(0.088, 1e-9);
        KpiBuckets.Percentile([(3, 5), (0, 95)], 0.95)!.Value.ShouldBe(0.05, 1e-9);
        KpiBuckets.Percentile([(80, 1)], 0.95)!.Value.ShouldBe(KpiBuckets.Bounds[^1].TotalSeconds);
    }
}
