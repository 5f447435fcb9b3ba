using Microsoft.Extensions.Configuration;
using RetailTower.Engine;
using RetailTower.Engine.Jobs;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Engine.Jobs;

public sealed class JobsOptionsTests
{
    [Fact]
    public void Every_problem_is_told_at_once_with_its_key()
    {
        var problems = EngineComponents.Validate(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Tower:Jobs:Workers"] = "1",
            ["Tower:Jobs:SqlServer:QueuePollInterval"] = "00:00:00.2",
            ["Tower:Jobs:SqlServer:SlidingInvisibilityTimeout"] = "05:00:00",
            ["Tower:Redis"] = "a=b,c=d",
            ["Tower:Kpis:Targets:accuracy"] = "99.5",
            ["Tower:Brands:shopify"] = "",
        }).Build());

        problems.Count.ShouldBe(6);
        foreach (var key in new[] { "Tower:Jobs:Workers", "Tower:Jobs:SqlServer:QueuePollInterval", "Tower:Jobs:SqlServer:SlidingInvisibilityTimeout", "Tower:Redis", "Tower:Kpis:Targets:accuracy", "Tower:Brands:shopify" })
            problems.ShouldContain(problem => problem.StartsWith(key, StringComparison.Ordinal));
    }

    [Fact]
    public void What_holds_when_nothing_is_said_is_good()
    {
        EngineComponents.Validate(new ConfigurationBuilder().Build()).ShouldBeEmpty();
        new JobStorageOptions().Validate("x").ShouldBeEmpty();
    }
}
