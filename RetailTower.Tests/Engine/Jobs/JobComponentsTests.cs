using Hangfire;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using RetailTower.Data;
using RetailTower.Engine;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Engine.Jobs;

public sealed class JobComponentsTests
{
    /// <summary>Hangfire's own registration hands out what the last tower in the process has set: towers that start side by side then run each other's jobs.</summary>
    [Fact]
    public async Task Towers_in_one_process_have_jobs_of_their_own()
    {
        await using var first = Tower();
        first.GetRequiredService<IGlobalConfiguration>();
        await using var second = Tower();
        second.GetRequiredService<IGlobalConfiguration>();

        first.GetRequiredService<JobStorage>().ShouldNotBeSameAs(second.GetRequiredService<JobStorage>());
        first.GetRequiredService<JobActivator>().ShouldNotBeSameAs(second.GetRequiredService<JobActivator>());
    }

    private static ServiceProvider Tower() =>
        new ServiceCollection().AddLogging().AddTowerData(new DatabaseOptions { DataDirectory = Path.GetTempPath() }).AddTowerEngine(new ConfigurationBuilder().Build()).BuildServiceProvider();
}
