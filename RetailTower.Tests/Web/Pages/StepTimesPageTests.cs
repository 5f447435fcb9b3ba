using Bunit;
using Microsoft.Extensions.DependencyInjection;
using RetailTower.Data.Model;
using RetailTower.Engine.Connectors;
using RetailTower.Engine.Orders;
using RetailTower.Engine.Orders.Times;
using RetailTower.Tests.Desks;
using RetailTower.Tests.Engine;
using RetailTower.Web.Authentication;
using RetailTower.Web.Components.Pages.StepTimes;
using RetailTower.Web.Model;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Web.Pages;

public sealed class StepTimesPageTests : PageContext
{
    private StepTimesDesk Desk => Services.GetRequiredService<StepTimesDesk>();

    public StepTimesPageTests() => Services.GetRequiredService<ConnectorRegistry>().Fill([new TestConnector("shop", SystemRole.Originator), new TestConnector("dc-east", SystemRole.Centre)]);

    [Fact]
    public async Task A_time_for_a_centre_is_saved_and_says_before_what_it_would_have_missed()
    {
        await SeedAsync([.. Enumerable.Range(1, 120).Select(n => Finished(n, TimeSpan.FromSeconds(n)))]);
        SignIn(Roles.Administrator);
        var page = Open<StepTimesPage>("/expectations");
        page.Find("[data-testid=save]").HasAttribute("disabled").ShouldBeTrue("nothing is changed yet");

        page.Find("[data-testid=time-shipping-dc-east]").Change("3 h");
        page.Find("[data-testid=time-erp-review-shop]").Change("100 s");

        var preview = page.Find("[data-testid=preview-table]");
        preview.QuerySelectorAll("tbody tr").Length.ShouldBe(2);
        preview.QuerySelectorAll("tbody tr")[0].QuerySelectorAll("td.rt-num").Select(cell => cell.TextContent).ShouldBe(["5 m", "1 m 40 s", "120", "0", "20"]);
        page.Find("[data-testid=save]").Click();

        page.WaitForAssertion(() => page.Find("[data-testid=said]").TextContent.ShouldBe("Saved as version 1."));
        page.Find("[data-testid=versions]").TextContent.ShouldContain($"Send the goods ({SystemNames.Of("dc-east")}): 3 h");
        (await Desk.CurrentAsync(Cancel)).ShouldSatisfyAllConditions(it => it.Who.ShouldBe("Administrator Otto"), it => it.Times.Of(ExpectedSteps.Shipping, "shop", "dc-east").ShouldBe(TimeSpan.FromHours(3)));
    }

    [Fact]
    public async Task What_was_learned_is_taken_over_with_a_click()
    {
        await SeedAsync([.. Enumerable.Range(1, 120).Select(n => Finished(n, TimeSpan.FromSeconds(n)))]);
        SignIn(Roles.Administrator);
        var page = Open<StepTimesPage>("/expectations");

        page.Find("[data-testid=learned-erp-review-all]").Click();

        page.Find("[data-testid=time-erp-review-all]").GetAttribute("value").ShouldBe("6 m");
        page.FindAll("[data-testid=learned-erp-review-all]").ShouldBeEmpty();
        page.Find("[data-testid=save]").HasAttribute("disabled").ShouldBeFalse();
    }

    [Fact]
    public void What_is_no_time_cannot_be_saved_and_is_told()
    {
        SignIn(Roles.Administrator);
        var page = Open<StepTimesPage>("/expectations");

        page.Find("[data-testid=time-invoice-all]").Change("1 h");
        page.Find("[data-testid=time-payment-all]").Change("soon");

        page.Find("[data-testid=time-payment-all]").GetAttribute("aria-invalid").ShouldBe("true");
        page.Find("[data-testid=save]").HasAttribute("disabled").ShouldBeTrue();
        page.Find("[data-testid=undo]").Click();
        page.FindAll("[aria-invalid]").ShouldBeEmpty();
        page.FindAll("[data-testid=time-invoice-dc-east]").ShouldBeEmpty("no centre invoices");
    }

    [Theory]
    [InlineData("90 s", "1 m 30 s")]
    [InlineData("5m", "5 m")]
    [InlineData(" 1 D 12 h ", "1 d 12 h")]
    [InlineData("36 h", "1 d 12 h")]
    [InlineData("", null)]
    [InlineData("5", null)]
    [InlineData("5 m 1 h", null)]
    [InlineData("-5 m", null)]
    public void Spans_are_read_as_people_type_them(string typed, string? said) => (SpanText.Read(typed) is { } span ? SpanText.Of(span) : null).ShouldBe(said);

    private Order Finished(int key, TimeSpan review)
    {
        var order = Rows.Order(key, $"{key}", OrderStatus.Completed);
        (order.Origin, order.SubmittedAt, order.ConfirmedAt, order.ClosedAt) = ("shop", Now - review, Now, Now);
        return order;
    }
}
