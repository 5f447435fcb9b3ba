using Shouldly;
using Xunit;

namespace RetailTower.Tests.Engine.Orders;

/// <summary>Whatever the sequence in which systems tell what they did, the order ends where their books say, and nothing is asked of anyone twice.</summary>
public sealed class OrderLifeTests
{
    private const int LivesPerBatch = 1000;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Any_sequence_of_news_leads_to_the_same_truth(int batch)
    {
        var failures = Enumerable.Range(batch * LivesPerBatch, LivesPerBatch).Select(Live).OfType<string>().ToList();

        failures.Take(5).ShouldBeEmpty($"{failures.Count} of {LivesPerBatch} lives went wrong");
    }

    private static string? Live(int seed)
    {
        var landscape = new SmallLandscape(seed);
        try
        {
            landscape.Run();
            landscape.ShouldAgree();
            return null;
        }
        catch (ShouldAssertException failure)
        {
            return failure.Message;
        }
    }
}
