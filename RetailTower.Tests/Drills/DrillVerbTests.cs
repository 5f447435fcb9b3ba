using System.Text.Json;
using RetailTower.Tests.Host;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Drills;

/// <summary>The drill verb as a process, with landscape and tower as processes of their own.</summary>
[Collection(Alone.Name)]
public sealed class DrillVerbTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_outage_of_the_erp_is_seen_survived_and_scored()
    {
        var (_, output, error) = await TowerProcess.RunAsync("drill erp-outage --seed 7 --json", Stop);

        var report = JsonDocument.Parse(output).RootElement.EnumerateArray().ShouldHaveSingleItem();
        report.ShouldSatisfyAllConditions(
            it => it.GetProperty("drill").GetString().ShouldBe("erp-outage", error),
            it => it.GetProperty("seed").GetInt32().ShouldBe(7),
            it => it.GetProperty("orders").GetInt32().ShouldBe(110),
            it => it.GetProperty("detectMs").GetDouble().ShouldBeGreaterThan(0),
            it => it.GetProperty("peakDepth").GetInt32().ShouldBeGreaterThan(50, "the ERP's calls wait while it is away"),
            it => it.GetProperty("exceptionsOpened").GetInt32().ShouldBeGreaterThan(0),
            it => it.GetProperty("lost").GetInt32().ShouldBe(0),
            it => it.GetProperty("doubled").GetInt32().ShouldBe(0),
            it => it.GetProperty("outOfOrder").GetInt32().ShouldBe(0),
            it => it.GetProperty("expectations").GetArrayLength().ShouldBe(4));
    }

    [Fact]
    public async Task An_unknown_drill_is_refused_with_the_names_of_those_there_are()
    {
        var (exit, output, error) = await TowerProcess.RunAsync("drill earthquake", Stop);

        exit.ShouldBe(2);
        output.ShouldBeEmpty();
        error.ShouldContain("erp-outage");
        error.ShouldContain("kill-tower");
    }
}
