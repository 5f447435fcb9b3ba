using Xunit;

namespace RetailTower.Tests.Browser;

/// <summary>The browser tests share one stage and run one after another, beside no other test: they hold deadlines that people notice.</summary>
[CollectionDefinition(Stage.Collection, DisableParallelization = true)]
public sealed class StageCollection : ICollectionFixture<Stage>;
