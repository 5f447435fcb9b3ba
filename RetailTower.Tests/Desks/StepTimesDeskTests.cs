using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Queries;
using RetailTower.Data.Stores;
using RetailTower.Engine.Connectors;
using RetailTower.Engine.Orders;
using RetailTower.Engine.Orders.Times;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Desks;

public abstract class StepTimesDeskContract<T> : DeskContract<T> where T : StoreFixture
{
    private readonly OrderPolicies _usual = new();
    private StepTimesDesk? _desk;

    private StepTimesDesk Desk => _desk ??= new(Store.Get<StepTimesStore>(), Store.Get<StepHistoryQueries>(), _usual, Brands.None, Store.Time);

    [Fact]
    public async Task A_change_is_a_version_of_its_own_audited_and_not_made_over_another_persons()
    {
        var seen = await Desk.CurrentAsync(Cancel);
        var times = seen.Times.With(ExpectedSteps.Shipping, "dc-east", TimeSpan.FromHours(3));

        (await Desk.ChangeAsync(seen, times, "Shipping of dc-east", "alma", Cancel)).ShouldBeTrue();
        (await Desk.ChangeAsync(seen, seen.Times, "Nothing", "bert", Cancel)).ShouldBeFalse();

        var version = (await Desk.ListAsync(Cancel)).ShouldHaveSingleItem();
        (version.Id, version.Who).ShouldBe((1, "alma"));
        (await Desk.CurrentAsync(Cancel)).Times.Of(ExpectedSteps.Shipping, "shop", "dc-east").ShouldBe(TimeSpan.FromHours(3));
        (await Store.ReadAsync(db => db.Audit.Select(a => new { a.Who, a.Action, a.Detail }).ToListAsync(Cancel))).ShouldHaveSingleItem()
            .ShouldBe(new { Who = "alma", Action = "step-times.changed", Detail = (string?)"Shipping of dc-east" });
    }

    [Fact]
    public async Task Pumps_work_by_a_change_within_five_seconds()
    {
        (await Desk.InForceAsync(Cancel)).Of(ExpectedSteps.Invoice, null, null).ShouldBe(_usual.InvoicedWithin);
        var seen = await Desk.CurrentAsync(Cancel);
        await Desk.ChangeAsync(seen, seen.Times.With(ExpectedSteps.Invoice, null, TimeSpan.FromHours(1)), "Invoice", "alma", Cancel);

        Store.Time.Advance(TimeSpan.FromSeconds(5));

        (await Desk.InForceAsync(Cancel)).Of(ExpectedSteps.Invoice, null, null).ShouldBe(TimeSpan.FromHours(1));
    }

    [Theory]
    [InlineData(ExpectedSteps.Invoice, 0.5)]
    [InlineData(ExpectedSteps.Invoice, 366d * 24 * 3600)]
    [InlineData("no-such-step", 60)]
    public async Task What_is_no_time_of_a_step_is_refused(string step, double seconds)
    {
        var seen = await Desk.CurrentAsync(Cancel);

        await Should.ThrowAsync<ArgumentException>(() => Desk.ChangeAsync(seen, seen.Times.With(step, null, TimeSpan.FromSeconds(seconds)), "x", "alma", Cancel));

        (await Desk.ListAsync(Cancel)).ShouldBeEmpty();
    }
}

public sealed class SqliteStepTimesDeskTests : StepTimesDeskContract<SqliteStore>
{
    protected override Task<SqliteStore> StartAsync() => SqliteStore.StartAsync();
}

public sealed class SqlServerStepTimesDeskTests : StepTimesDeskContract<SqlServerStore>
{
    protected override Task<SqlServerStore> StartAsync() => SqlServerStore.StartAsync();
}
