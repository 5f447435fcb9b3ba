using Xunit;

namespace RetailTower.Tests;

/// <summary>Tests that use the whole machine run one after another beside no other test, whose deadlines they would miss for them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
