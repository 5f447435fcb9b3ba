using RetailTower.Engine.Canonical;
using RetailTower.Engine.Orders.Steps;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Kpis;

public sealed class OrderCountryTests
{
    [Theory]
    [InlineData("GB", "GB")]
    [InlineData("The Territory of the South Sandwich Islands and of all Rocks around", "The Territory of the South Sandwich Islands and of all Rocks aro")]
    public void An_order_keeps_the_country_it_goes_to_as_far_as_there_is_room(string stated, string kept)
    {
        var placed = new CanonicalOrder("N-1", "C1", "Ada", null, null, null, "EUR", default, null, new PostalAddress("Ada", "1 High Street", null, "Leeds", null, stated), []);

        PlacedStep.Create(1, "shop", placed, 1, default, default).Country.ShouldBe(kept);
    }
}
