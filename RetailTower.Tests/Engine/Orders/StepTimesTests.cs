using RetailTower.Data.Queries;
using RetailTower.Engine.Connectors;
using RetailTower.Engine.Orders;
using RetailTower.Engine.Orders.Times;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Engine.Orders;

public sealed class StepTimesTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly OrderPolicies Usual = new();
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_rule_for_a_centre_goes_before_one_for_an_originator_and_that_before_one_for_all()
    {
        var times = new StepTimes(Usual, []);
        times.Of(ExpectedSteps.Shipping, "shop", "east").ShouldBe(Usual.ShippedWithin);

        times = times.With(ExpectedSteps.Shipping, null, Hour).With(ExpectedSteps.Shipping, "shop", Hour * 2).With(ExpectedSteps.Shipping, "east", Hour * 3);

        times.Of(ExpectedSteps.Shipping, "shop", "east").ShouldBe(Hour * 3);
        times.Of(ExpectedSteps.Shipping, "shop", "west").ShouldBe(Hour * 2);
        times.Of(ExpectedSteps.Shipping, "market", "west").ShouldBe(Hour);
        times.Of(ExpectedSteps.CentreAccepts, "shop", "east").ShouldBe(Usual.CentreAcceptsWithin);
        times = times.With(ExpectedSteps.Shipping, OrderScope.OfBrand("Alder"), Hour * 4) with { Brands = new Brands { OfSystem = new Dictionary<string, string> { ["shop"] = "Alder", ["outlet"] = "Alder" } } };
        (times.Of(ExpectedSteps.Shipping, "outlet", "west"), times.Of(ExpectedSteps.Shipping, "shop", "west")).ShouldBe((Hour * 4, Hour * 2), "of the brand, unless its originator has a time of its own");
        (times.In(ExpectedSteps.Shipping, "outlet"), times.In(ExpectedSteps.Shipping, OrderScope.OfBrand("Alder")), times.In(ExpectedSteps.Shipping, "east")).ShouldBe((Hour * 4, Hour * 4, Hour * 3));
        times.With(ExpectedSteps.Shipping, "east", null).Of(ExpectedSteps.Shipping, "shop", "east").ShouldBe(Hour * 2);
    }

    [Fact]
    public void An_order_awaits_its_events_by_the_times_of_its_originator_and_centre()
    {
        var bench = new OrderBench().Stock(OrderBench.East, 1, 10);
        bench.Times = new StepTimes(bench.Policies, [new(ExpectedSteps.ErpReview, OrderBench.Origin, Hour), new(ExpectedSteps.Shipping, OrderBench.East, Hour * 2)]);

        bench.Placed(2);
        Within("erp-review").ShouldBe(Hour);
        bench.Allocated(2);

        Within("shipping:dc-east").ShouldBe(Hour * 2);
        Within("centre-accepts:dc-east").ShouldBe(bench.Policies.CentreAcceptsWithin);

        TimeSpan Within(string step)
        {
            var it = bench.Order.Expectations.Single(it => it.Step == step);
            return it.DueAt - it.SetAt;
        }
    }

    /// <summary>The ERP is asked soon, a centre when its time is nearly up, and the longer an event is overdue, the less often.</summary>
    [Fact]
    public void A_source_is_asked_when_its_answer_may_be_there_and_less_and_less_often()
    {
        var ahead = TimeSpan.FromSeconds(10);
        var (erp, centre) = (ExpectedSteps.Of(ExpectedSteps.ErpReview).Question!, ExpectedSteps.Of("shipping:east").Question!);

        erp.First(Noon, Noon + Hour, ahead).ShouldBe(Noon.AddSeconds(15));
        centre.First(Noon, Noon + Hour, ahead).ShouldBe(Noon + Hour - ahead);
        centre.First(Noon, Noon.AddSeconds(1), ahead).ShouldBe(Noon);
        erp.Next(Noon, Noon.AddMinutes(3)).ShouldBe(TimeSpan.FromMinutes(1));
        erp.Next(Noon, Noon.AddMinutes(-8)).ShouldBe(TimeSpan.FromMinutes(2));
        erp.Next(Noon, Noon.AddDays(-30)).ShouldBe(TimeSpan.FromHours(6));
        ExpectedSteps.Of("return-arrives:R-1").Question.ShouldBeNull();
    }

    /// <summary>What history tells of a whole life is as long as each event was really awaited.</summary>
    [Fact]
    public void What_steps_took_is_read_from_the_history_of_an_order()
    {
        var bench = new OrderBench().Stock(OrderBench.East, 1, 10);
        var took = new Dictionary<string, TimeSpan>();
        After(2, () => bench.Placed(2));
        After(3, () => bench.Allocated(2), ExpectedSteps.ErpReview);
        After(5, () => bench.Accepted(2), "centre-accepts:dc-east");
        After(7, () => bench.Picked(2));
        After(11, () => bench.Shipped(2), "shipping:dc-east");
        After(13, () => bench.Invoiced(2), ExpectedSteps.Invoice);
        After(17, () => bench.Invoiced(2, paid: true), ExpectedSteps.Payment);

        var order = bench.Order;
        var history = new StepHistory(order.Origin, order.SubmittedAt, order.ConfirmedAt, [.. bench.History.Where(it => StepExperience.Kinds.Contains(it.What)).Select(it => new StepEvent(it.At, it.Source, it.What, it.Detail))]);
        var experience = StepExperience.Of([history], Brands.None);

        foreach (var (step, time) in took)
        {
            var (name, of) = (step.Split(':')[0], step.Split(':').ElementAtOrDefault(1));
            experience.Count(name, of).ShouldBe(1, step);
            experience.Later(name, of, time - TimeSpan.FromTicks(1)).ShouldBe(1, step);
            experience.Later(name, of, time).ShouldBe(0, step);
        }

        took.Count.ShouldBe(5);

        void After(int minutes, Action tell, string? meets = null)
        {
            var awaited = meets is null ? default : bench.Order.Expectations.Single(it => it.Step == meets).SetAt;
            bench.Time.Advance(TimeSpan.FromMinutes(minutes));
            tell();
            if (meets is null) return;
            bench.Order.Expectations.ShouldNotContain(it => it.Step == meets);
            took[meets] = bench.Time.GetUtcNow() - awaited;
        }
    }

    [Fact]
    public void Three_times_the_slowest_hundredth_is_suggested_once_there_are_enough()
    {
        static StepHistory Took(double seconds) => new("shop", Noon, Noon.AddSeconds(seconds), []);
        var few = StepExperience.Of(Enumerable.Range(1, StepExperience.Least - 1).Select(n => Took(n)), Brands.None);
        var many = StepExperience.Of(Enumerable.Range(1, 200).Select(n => Took(n)), new Brands { OfSystem = new Dictionary<string, string> { ["shop"] = "Alder" } });

        few.Suggestion(ExpectedSteps.ErpReview, null).ShouldBeNull();
        // 198 of 200 took no longer than 198 s.
        many.Suggestion(ExpectedSteps.ErpReview, null).ShouldBe(TimeSpan.FromMinutes(10));
        many.Suggestion(ExpectedSteps.ErpReview, "market").ShouldBeNull();
        many.Suggestion(ExpectedSteps.ErpReview, OrderScope.OfBrand("Alder")).ShouldBe(TimeSpan.FromMinutes(10));
        many.Suggestion(ExpectedSteps.ErpReview, OrderScope.OfBrand("Birch")).ShouldBeNull();
        many.Suggestion(ExpectedSteps.Payment, null).ShouldBeNull();
    }

    [Fact]
    public void Every_step_that_an_order_may_await_is_in_the_table_with_a_setting_of_its_own()
    {
        var names = typeof(ExpectedSteps).GetFields().Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!).ToList();

        ExpectedSteps.All.Select(step => step.Name).ShouldBe(names, ignoreOrder: true);
        ExpectedSteps.All.Select(step => step.Setting).Distinct().Count().ShouldBe(names.Count);
        foreach (var step in ExpectedSteps.All) step.Usual(Usual).ShouldBeGreaterThan(TimeSpan.Zero, step.Name);
    }
}
