using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Kpis;
using RetailTower.Data.Model;
using RetailTower.Data.Queries;
using RetailTower.Data.Stores;
using RetailTower.Engine.Insight.Kpis;
using RetailTower.Engine.Live;
using RetailTower.Tests.Desks;
using RetailTower.Tests.Stores;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Kpis;

public abstract class KpiContract<T> : StoreContract<T> where T : StoreFixture
{
    private const string Lease = "kpis";

    private KpiRollup Rollup => Store.Get<KpiRollup>();

    private KpiBoard Board => Store.Get<KpiBoard>();

    [Fact]
    public async Task Each_kpi_is_what_the_orders_and_exceptions_say_also_after_their_payloads_were_moved()
    {
        var history = await SeedAsync();
        var moved = await new RetentionStore(Store.Database, Store.Time).MoveOrdersAsync(Noon.AddDays(-30), 500, Cancel);
        moved.Payloads.ShouldBeGreaterThan(10);

        await CountAsync();

        foreach (var name in KpiPeriod.Names) await AgreesAsync(history, KpiPeriod.Of(name, Noon));
    }

    [Fact]
    public async Task The_orders_behind_a_point_are_those_that_were_counted_in_it()
    {
        var history = await SeedAsync();
        await CountAsync();
        var report = await Board.ReadAsync(KpiPeriod.Of("30d", Noon), KpiBy.Nothing, Cancel);

        foreach (var found in report.Kpis)
        {
            if (found.Kpi.Orders is not { } moment) continue;
            for (var slot = 0; slot < report.Period.Parts; slot++)
            {
                var (from, to) = report.Period.Part(slot);
                var keys = await KeysAsync(new OrderSpan(moment, from, to));
                var counted = (int)(found.Points[slot]?.Counted ?? 0);
                if (found.Kpi.Orders is OrderMoment.Confirmed or OrderMoment.Finished) keys.Count.ShouldBe(counted, found.Kpi.Name);
                else if (found.Kpi.Orders is OrderMoment.Shipped) keys.Count.ShouldBeGreaterThanOrEqualTo(counted);
                else keys.ShouldBe(history.Cases.Where(c => c.OrderKey is not null && Behind(c, from, to)).Select(c => c.OrderKey!.Value).Distinct(), ignoreOrder: true);

                bool Behind(ExceptionCase one, DateTimeOffset from, DateTimeOffset to) => found.Kpi.Orders == OrderMoment.Resolved
                    ? one.ResolvedAt >= from && one.ResolvedAt < to
                    : (found.Kpi.Orders != OrderMoment.Differing || one.Kind == CaseKind.Disagreement) && one.OpenedAt < to && (one.ResolvedAt is null || one.ResolvedAt >= to);
            }
        }
    }

    /// <summary>Whether a span is read from days or from hours, it says the same.</summary>
    [Fact]
    public async Task Days_are_the_sum_of_their_hours()
    {
        await SeedAsync();
        await CountAsync();
        // Something of an hour long ago changes.
        Store.Time.Advance(TimeSpan.FromHours(1));
        await Store.SeedAsync(Rows.Order(9_002, "late", receivedAt: Noon.AddHours(-30)));
        await CountAsync();
        foreach (var (hours, parts, step) in new[] { (-12, 24, 24), (0, 1, 24 * 30), (-5, 1, 24 * 7), (-12, 2, 24) }) await AddUpAsync(hours, parts, step);
    }

    [Fact]
    public async Task Counting_again_changes_nothing_and_what_changed_changes_its_hour_alone()
    {
        await SeedAsync();
        var told = 0;
        using var subscription = Store.Get<ChangeFeed>().Subscribe(change => change.Area == ChangeAreas.Figures, () =>
        {
            told++;
            return Task.CompletedTask;
        });
        await CountAsync();
        var before = await RowsAsync();
        before.Count.ShouldBeGreaterThan(500);

        await CountAsync();
        (await RowsAsync()).ShouldBe(before);
        told.ShouldBe(1);

        await Store.SeedAsync(Rows.Order(9_001, "late", receivedAt: Noon.AddMinutes(-70)));
        await CountAsync();
        (await RowsAsync()).Except(before).ShouldHaveSingleItem().ShouldContain("received");
        told.ShouldBe(2);
    }

    [Fact]
    public async Task After_an_idle_time_the_missed_hours_are_counted_and_each_has_its_mark()
    {
        await Store.SeedAsync(Rows.Order(1, "a", receivedAt: Noon.AddDays(-1)));
        await CountAsync();
        Store.Time.Advance(TimeSpan.FromDays(50));
        await Store.SeedAsync(Rows.Order(2, "b", receivedAt: Noon.AddDays(20)), Rows.Order(3, "c", receivedAt: Noon.AddDays(50)));

        await CountAsync();

        var rows = await Store.ReadAsync(db => db.KpiHours.ToListAsync(Cancel));
        rows.Where(row => row.Figure == KpiFigures.Received).Select(row => row.Hour).ShouldBe([Noon.AddDays(-1), Noon.AddDays(20), Noon.AddDays(50)], ignoreOrder: true);
        rows.Count(row => row.Figure == KpiFigures.Counted).ShouldBe((51 * 24) + 1);
    }

    [Fact]
    public async Task A_run_that_was_stopped_goes_on_where_it_ended()
    {
        await Store.SeedAsync(Rows.Order(1, "a", receivedAt: Noon.AddDays(-60)), Rows.Order(2, "b"));
        (await TakeAsync(Lease)).ShouldBeTrue();
        var left = 2;
        await Rollup.RunAsync(Lease, Me, () => Task.FromResult(left-- > 0), Cancel);
        var counted = await CountOfAsync(KpiFigures.Counted);
        counted.ShouldBe(1 + 2 + 4);

        await CountAsync();

        (await CountOfAsync(KpiFigures.Counted)).ShouldBe((60 * 24) + 1);
        (await CountOfAsync(KpiFigures.Received)).ShouldBe(2);
    }

    [Fact]
    public async Task What_comes_late_to_an_hour_of_yesterday_is_found_within_the_hour()
    {
        await Store.SeedAsync(Rows.Order(1, "a", receivedAt: Noon.AddDays(-3)));
        await CountAsync();
        await Store.SeedAsync(Rows.Order(2, "b", receivedAt: Noon.AddHours(-20)));
        await CountAsync();
        (await CountOfAsync(KpiFigures.Received)).ShouldBe(1);

        Store.Time.Advance(TimeSpan.FromHours(1));
        await CountAsync();

        (await CountOfAsync(KpiFigures.Received)).ShouldBe(2);
    }

    [Fact]
    public async Task Nothing_is_written_once_the_lease_went_to_another()
    {
        await Store.SeedAsync(Rows.Order(1, "a"));
        (await TakeAsync(Lease, Other)).ShouldBeTrue();

        await Should.ThrowAsync<LeaseLostException>(() => Rollup.RunAsync(Lease, Me, () => Task.FromResult(true), Cancel));

        (await Store.ReadAsync(db => db.KpiHours.CountAsync(Cancel))).ShouldBe(0);
    }

    [Fact]
    public async Task A_period_is_read_once_in_five_seconds_however_many_look()
    {
        await Store.SeedAsync(Rows.Order(1, "a"));
        await CountAsync();
        var first = await Board.ReadAsync(KpiPeriod.Of("7d", Noon), KpiBy.Channel, Cancel);

        (await Board.ReadAsync(KpiPeriod.Of("7d", Noon), KpiBy.Channel, Cancel)).ShouldBeSameAs(first);
        (await Board.ReadAsync(KpiPeriod.Of("7d", Noon), KpiBy.Region, Cancel)).ShouldNotBeSameAs(first);
        Store.Time.Advance(TimeSpan.FromSeconds(5));
        (await Board.ReadAsync(KpiPeriod.Of("7d", Noon), KpiBy.Channel, Cancel)).ShouldNotBeSameAs(first);
    }

    [Fact]
    public async Task Brands_are_those_of_the_settings_and_of_no_older_ones()
    {
        var store = Store.Get<BrandStore>();
        await store.KeepAsync(new Dictionary<string, string> { ["shopify"] = "Alder", ["market"] = "Birch" }, Cancel);
        await store.KeepAsync(new Dictionary<string, string> { ["shopify"] = "Cedar", ["salesforce"] = "Alder" }, Cancel);

        (await store.ReadAsync(Cancel)).ShouldBe(new Dictionary<string, string> { ["shopify"] = "Cedar", ["salesforce"] = "Alder" }, ignoreOrder: true);
    }

    [Fact]
    public async Task The_orders_of_a_brand_are_those_of_its_channels()
    {
        var history = await SeedAsync();
        foreach (var brand in new[] { "Alder", "" })
        {
            var page = await Store.Get<OrderQueries>().PageAsync(new OrderFilter(Brand: brand), null, null, 500, Cancel);
            page.Items.Select(row => row.Key).ShouldBe(history.Orders.Where(order => KpiHistory.Brands.GetValueOrDefault(order.Origin, "") == brand).Select(order => order.Key), ignoreOrder: true);
        }
    }

    [Fact]
    public async Task A_target_is_what_the_settings_say()
    {
        await Store.SeedAsync(Rows.Order(1, "a"));
        await CountAsync();
        using var board = new KpiBoard(Store.Get<KpiQueries>(), Store.Get<KpiStore>(), Store.Get<BrandStore>(), new KpiOptions { Targets = { ["confirmation"] = "00:00:02", ["touchless"] = "none" } }, Store.Time);

        var report = await board.ReadAsync(KpiPeriod.Of("24h", Noon), KpiBy.Nothing, Cancel);

        report.Of(KpiBook.Find("confirmation")!).Kpi.Target.ShouldBe(2);
        report.Of(KpiBook.Find("touchless")!).Kpi.Target.ShouldBeNull();
        report.Of(KpiBook.Find("manual")!).Kpi.Target.ShouldBe(KpiBook.Find("manual")!.Target);
    }

    [Fact]
    public async Task An_empty_tower_has_no_values_and_no_hours()
    {
        await CountAsync();

        var report = await Board.ReadAsync(KpiPeriod.Of("24h", Noon), KpiBy.Channel, Cancel);

        report.CountedUpTo.ShouldBeNull();
        report.Kpis.ShouldAllBe(it => it.Value == null && it.Points.All(point => point == null) && it.Groups.Count == 0);
    }

    private async Task AddUpAsync(int hours, int parts, int step)
    {
        var to = Noon.AddHours(hours + 24);
        var from = to.AddHours(-parts * step);
        var rows = await Store.ReadAsync(db => db.KpiHours.Where(it => it.Hour >= from && it.Hour < to).ToListAsync(Cancel));
        var last = rows.GroupBy(row => (int)((row.Hour - from).TotalHours / step)).ToDictionary(its => its.Key, its => its.Max(row => row.Hour));

        foreach (var by in Enum.GetValues<KpiBy>())
        {
            var wanted = rows.Where(row => !KpiFigures.Levels.Contains(row.Figure) || row.Hour == last[(int)((row.Hour - from).TotalHours / step)])
                .GroupBy(row => ((int)((row.Hour - from).TotalHours / step), row.Figure, by is KpiBy.Channel or KpiBy.Brand ? row.Channel : by == KpiBy.Region ? row.Region : "", row.Currency, row.Bucket))
                .Select(its => new KpiSum(its.Key.Item1, its.Key.Figure, its.Key.Item3, its.Key.Currency, its.Key.Bucket, its.Sum(row => row.Count), its.Sum(row => row.Amount)));
            (await Store.Get<KpiQueries>().SumsAsync(from, to, step, by, Cancel)).ShouldBe(wanted, ignoreOrder: true, $"{parts} parts of {step} hours, by {by}");
        }
    }

    private async Task<KpiHistory> SeedAsync()
    {
        var history = KpiHistory.Until(Noon, 400);
        await Store.Get<BrandStore>().KeepAsync(KpiHistory.Brands, Cancel);
        await Store.SeedAsync(history.Rows);
        await Store.SeedAsync(history.Deeds());
        return history;
    }

    private async Task AgreesAsync(KpiHistory history, KpiPeriod period)
    {
        foreach (var by in Enum.GetValues<KpiBy>())
        {
            var report = await Board.ReadAsync(period, by, Cancel);
            var currency = report.Of(KpiBook.Find("risk")!).Value!.Currency;
            foreach (var found in report.Kpis)
            {
                var all = new KpiTruth(history, Noon.AddHours(1), _ => true);
                Same(found.Value, all.Of(found.Kpi.Name, period.From, period.To, currency), $"{found.Kpi.Name}, all");
                Same(found.Before, all.Of(found.Kpi.Name, period.Before.From, period.Before.To, currency), $"{found.Kpi.Name}, before", mayBeUnknown: true);
                for (var slot = 0; slot < period.Parts; slot++)
                    Same(found.Points[slot], all.Of(found.Kpi.Name, period.Part(slot).From, period.Part(slot).To, currency), $"{found.Kpi.Name}, part {slot}");
                foreach (var group in found.Groups)
                {
                    var its = new KpiTruth(history, Noon.AddHours(1), order => (Name(by, order) ?? "") == group.Name);
                    Same(group.Value, its.Of(found.Kpi.Name, period.From, period.To, currency), $"{found.Kpi.Name}, {by} '{group.Name}'");
                }

                if (by != KpiBy.Nothing && found.Value is not null) found.Groups.Sum(group => group.Value?.Counted ?? 0).ShouldBe(found.Value.Counted, found.Kpi.Name);
            }
        }
    }

    private static string? Name(KpiBy by, Order? order) => by switch
    {
        KpiBy.Channel => order?.Origin,
        KpiBy.Region => order?.Country,
        _ => KpiHistory.Brands.GetValueOrDefault(order?.Origin ?? ""),
    };

    /// <summary>A percentile comes from buckets, each a quarter wider than the one before; everything else is exact.</summary>
    private static void Same(KpiValue? found, (double Value, long Counted)? truth, string what, bool mayBeUnknown = false)
    {
        if (found is null && (mayBeUnknown || truth is null)) return;
        found.ShouldNotBeNull(what);
        truth.ShouldNotBeNull(what);
        found.Counted.ShouldBe(truth.Value.Counted, what);
        if (found.Median is null) found.Value.ShouldBe(truth.Value.Value, 1e-9, what);
        else KpiBuckets.Of(TimeSpan.FromSeconds(found.Value)).ShouldBe(KpiBuckets.Of(TimeSpan.FromSeconds(truth.Value.Value)), what);
    }

    /// <summary>By pages of ten, so that pages must follow each other.</summary>
    private async Task<List<long>> KeysAsync(OrderSpan span)
    {
        var keys = new List<long>();
        string? cursor = null;
        do
        {
            var page = await Store.Get<OrderQueries>().PageAsync(new OrderFilter(Span: span), null, cursor, 10, Cancel);
            keys.AddRange(page.Items.Select(row => row.Key));
            cursor = page.Next;
        }
        while (cursor is not null);
        keys.ShouldBeUnique();
        return keys;
    }

    private async Task CountAsync()
    {
        (await TakeAsync(Lease)).ShouldBeTrue();
        await Rollup.RunAsync(Lease, Me, () => TakeAsync(Lease), Cancel);
    }

    private Task<long> CountOfAsync(string figure) => Store.ReadAsync(db => db.KpiHours.Where(it => it.Figure == figure).SumAsync(it => it.Count, Cancel));

    private Task<List<string>> RowsAsync() => Store.ReadAsync(async db => (await db.KpiHours.ToListAsync(Cancel))
        .ConvertAll(row => $"{row.Hour:u} {row.Figure} {row.Channel} {row.Region} {row.Currency} {row.Bucket} {row.Count} {row.Amount:0.00}").Order(StringComparer.Ordinal).ToList());
}

public sealed class SqliteKpiTests : KpiContract<SqliteStore>
{
    protected override Task<SqliteStore> StartAsync() => SqliteStore.StartAsync();
}

public sealed class SqlServerKpiTests : KpiContract<SqlServerStore>
{
    protected override Task<SqlServerStore> StartAsync() => SqlServerStore.StartAsync();
}
