using RetailTower.Engine.Connectors;
using RetailTower.Engine.Insight.Kpis;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Kpis;

public sealed class KpiOptionsTests
{
    [Theory]
    [InlineData("accuracy", "0.9", 0.9)]
    [InlineData("accuracy", "1", 1.0)]
    [InlineData("confirmation", "00:02:00", 120.0)]
    [InlineData("ageing", "12", 12.0)]
    [InlineData("risk", "5000", 5000.0)]
    [InlineData("risk", "none", null)]
    public void A_target_is_written_as_what_the_kpi_is(string kpi, string written, double? target)
    {
        var options = new KpiOptions { Targets = { [kpi] = written } };

        options.Validate("Tower:Kpis").ShouldBeEmpty();
        options.Of(KpiBook.Find(kpi)!).Target.ShouldBe(target);
    }

    [Fact]
    public void Every_problem_names_its_key_and_the_mend()
    {
        var options = new KpiOptions { Targets = { ["acuracy"] = "0.9", ["touchless"] = "95", ["confirmation"] = "5 minutes", ["ageing"] = "-1", ["manual"] = "" } };

        options.Validate("Tower:Kpis").ShouldBe(
        [
            $"Tower:Kpis:Targets:acuracy is no KPI; there are {string.Join(", ", KpiBook.All.Select(kpi => kpi.Name))}.",
            "Tower:Kpis:Targets:touchless must be a share from 0 to 1, for example 0.995, or none; it is '95'.",
            "Tower:Kpis:Targets:confirmation must be a duration longer than zero, for example 00:05:00, or none; it is '5 minutes'.",
            "Tower:Kpis:Targets:ageing must be a number that is not negative, for example 10, or none; it is '-1'.",
            "Tower:Kpis:Targets:manual must be a share from 0 to 1, for example 0.995, or none; it is ''.",
        ]);
    }

    [Fact]
    public void A_brand_belongs_to_a_configured_system()
    {
        var brands = new Brands { OfSystem = new Dictionary<string, string> { ["shopify"] = "Alder", ["shopfy"] = "Birch", ["salesforce"] = " " } };

        brands.Validate("Tower:Brands", ["shopify", "salesforce"]).ShouldBe(
            ["Tower:Brands:shopfy names no configured system; there are shopify, salesforce.", "Tower:Brands:salesforce must be a brand's name of up to 64 characters."]);
        brands.Validate("Tower:Brands", []).ShouldHaveSingleItem();
    }
}
