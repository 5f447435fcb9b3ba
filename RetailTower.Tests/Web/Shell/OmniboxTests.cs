using Bunit;
using Bunit.TestDoubles;
using Microsoft.Extensions.DependencyInjection;
using RetailTower.Web.Components.Layout;
using RetailTower.Web.Model;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Web.Shell;

public sealed class OmniboxTests : ShellContext
{
    private readonly Orders _orders = new();

    public OmniboxTests() => Services.AddSingleton<IOmniboxSource>(_orders);

    [Fact]
    public void Enter_searches_the_orders_for_what_was_typed()
    {
        var box = Render<Omnibox>();
        box.Find("input").Input(" SO 10/4 ");
        box.Find("input").KeyDown("Enter");
        Address().ShouldBe("http://localhost/orders?q=SO%2010%2F4");
        box.FindAll("[role=option]").ShouldBeEmpty();
    }

    [Fact]
    public void The_beginning_of_a_pages_name_leads_to_the_page()
    {
        var box = Render<Omnibox>();
        box.Find("input").Input("exc");
        box.Find("input").KeyDown("Enter");
        Address().ShouldBe("http://localhost/exceptions");
    }

    [Fact]
    public void Matches_of_a_desk_are_listed_once_typing_pauses_and_arrows_choose_among_them()
    {
        var box = Render<Omnibox>();
        box.Find("input").Input("1");
        box.Find("input").Input("10");
        _orders.Asked.ShouldBeEmpty();
        Clock.Advance(TimeSpan.FromMilliseconds(150));
        box.WaitForAssertion(() => box.FindAll("[role=option]").Count.ShouldBe(2));
        _orders.Asked.ShouldBe(["10"]);
        box.Find("input").KeyDown("ArrowDown");
        box.WaitForAssertion(() => box.Find("[aria-selected=true]").TextContent.ShouldContain("SO-10"));
        box.Find("input").GetAttribute("aria-activedescendant").ShouldBe("omnibox-1");
        box.Find("input").KeyDown("Enter");
        Address().ShouldBe("http://localhost/orders/SO-10");
    }

    [Fact]
    public void A_desk_that_fails_leaves_the_search_itself()
    {
        _orders.Fails = true;
        var box = Render<Omnibox>();
        box.Find("input").Input("10");
        Clock.Advance(TimeSpan.FromMilliseconds(150));
        box.WaitForAssertion(() => _orders.Asked.Count.ShouldBe(1));
        box.FindAll("[role=option]").Count.ShouldBe(1);
    }

    private string Address() => Services.GetRequiredService<BunitNavigationManager>().Uri;

    private sealed class Orders : IOmniboxSource
    {
        public List<string> Asked { get; } = [];

        public bool Fails { get; set; }

        public Task<IReadOnlyList<OmniboxHit>> FindAsync(string text, int limit, CancellationToken cancellationToken)
        {
            Asked.Add(text);
            if (Fails) throw new InvalidOperationException("database is away");
            return Task.FromResult<IReadOnlyList<OmniboxHit>>([new("Orders", $"SO-{text}", "Northwind", TowerUrls.Order($"SO-{text}"))]);
        }
    }
}
