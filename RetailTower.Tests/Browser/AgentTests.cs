using Microsoft.Playwright;
using RetailTower.Data.Model;
using RetailTower.Tests.Simulation;
using RetailTower.Web.Model;
using Xunit;

namespace RetailTower.Tests.Browser;

/// <summary>An agent with a customer on the phone.</summary>
public sealed class AgentTests(Stage stage) : BrowserTest(stage)
{
    private const string Email = "orders@harrowgategifts.example";

    [Fact]
    public async Task An_agent_finds_the_order_by_its_tracking_number_and_reads_where_it_stands()
    {
        await House.PlaceInSalesforceAsync("SF-AGENT-1", "C-1001", ("85123A", 2, 2.95m));
        var sent = await House.UntilAsync("SF-AGENT-1", order => order.Head.Status == OrderStatus.Completed);
        var tracking = sent.Parcels[0].TrackingNumber;
        var page = await SignInAsync("ada");

        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync(tracking);
        await page.GetByRole(AriaRole.Option).Filter(new() { HasText = "SF-AGENT-1" }).ClickAsync();

        await Expect(page).ToHaveURLAsync(new Uri(House.Tower.Address, TowerUrls.Order(sent.Head.Key)).ToString());
        await Expect(page.GetByTestId("sentence")).ToContainTextAsync("have left our warehouse");
        await Expect(page.GetByTestId("sentence")).ToContainTextAsync(sent.Parcels.Count == 1 ? tracking : "parcels");
    }

    [Fact]
    public async Task An_agent_asks_the_systems_and_tells_the_customer_and_what_was_told_is_kept()
    {
        await House.PlaceInSalesforceAsync("SF-AGENT-5", "C-1001", ("85123A", 2, 2.95m));
        await House.UntilAsync("SF-AGENT-5", order => order.Head.Status == OrderStatus.Completed);
        await Eventually.UntilAsync(() => House.StateInAsync("salesforce", "SF-AGENT-5"), state => state == "Completed");
        var page = await SignInAsync("ada", await AddressOfAsync("SF-AGENT-5"));
        var sentence = await page.GetByTestId("sentence").InnerTextAsync();

        await page.GetByTestId("ask").ClickAsync();
        await Expect(page.GetByTestId("answer")).ToContainTextAsync("Every system agrees with what you see.");
        await page.GetByTestId("tell").ClickAsync();

        await Expect(page.GetByTestId("last-told")).ToContainTextAsync($"by Agent Ada: “{sentence}”");
        await Expect(page.GetByTestId("timeline")).ToContainTextAsync("Customer was told");
    }

    [Fact]
    public async Task A_customers_data_is_hidden_until_the_agent_asks_and_the_look_is_recorded()
    {
        await House.PlaceInSalesforceAsync("SF-AGENT-2", "C-1001", ("85123A", 2, 2.95m));
        var page = await SignInAsync("ada", await AddressOfAsync("SF-AGENT-2"));

        await Expect(page.GetByTestId("sentence")).ToBeVisibleAsync();
        await Expect(page.GetByText(Email)).ToHaveCountAsync(0);
        await page.GetByTestId("reveal").ClickAsync();
        await Expect(page.GetByText(Email)).ToBeVisibleAsync();

        var alma = await SignInAsync("alma", "/audit");
        await Expect(alma.GetByTestId("audit-table").GetByRole(AriaRole.Row).Filter(new() { HasText = "Agent Ada" }).First).ToContainTextAsync("personal");
    }

    [Fact]
    public async Task An_agent_sees_who_works_on_a_stopped_order_and_has_nothing_to_retry()
    {
        await House.MendAsync("/customers", new { number = "C-LOW", creditLimit = 10 });
        await House.PlaceInSalesforceAsync("SF-AGENT-3", "C-LOW", ("85123A", 12, 2.95m));
        await House.UntilAsync("SF-AGENT-3", order => order.Cases.Count > 0);
        var page = await SignInAsync("ada", $"/orders?q=SF-AGENT-3");

        await page.GetByTestId("orders-table").GetByRole(AriaRole.Link).First.ClickAsync();

        await Expect(page.GetByTestId("sentence")).ToContainTextAsync("a colleague is looking into it");
        await Expect(page.GetByTestId("order-cases")).ToContainTextAsync("Finance");
        await Expect(page.GetByTestId("order-cases")).Not.ToContainTextAsync("credit limit");
        await Expect(page.GetByTestId("order-cases").GetByRole(AriaRole.Button)).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task An_executive_sees_no_customers_name()
    {
        await House.PlaceInSalesforceAsync("SF-AGENT-4", "C-1001", ("85123A", 2, 2.95m));
        var page = await SignInAsync("eve", await AddressOfAsync("SF-AGENT-4"));

        await Expect(page.GetByTestId("sentence")).ToBeVisibleAsync();
        await Expect(page.GetByText("Harrowgate Gifts")).ToHaveCountAsync(0);
        await Expect(page.GetByText(Email)).ToHaveCountAsync(0);
        await Expect(page.GetByTestId("reveal")).ToHaveCountAsync(0);
    }
}
