using System.Collections;
using RetailTower.Engine.Connectors;
using RetailTower.Tests.Engine;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Connectors;

public sealed class ConnectorRegistryTests
{
    [Fact]
    public void While_the_systems_are_filled_in_a_reader_sees_none_of_them()
    {
        var registry = new ConnectorRegistry();
        var looks = 0;

        registry.Fill(new Watched(Look, new TestConnector("erp", SystemRole.Erp), new TestConnector("dc-west", SystemRole.Centre)));

        looks.ShouldBeGreaterThan(2);
        registry.Ready.ShouldBeTrue();
        registry.Find("erp").ShouldNotBeNull();
        (registry.All.Count, registry.Roles.Erp, registry.Roles.Centres.Count).ShouldBe((2, "erp", 1));

        void Look()
        {
            looks++;
            registry.Ready.ShouldBeFalse();
            registry.All.Count.ShouldBe(0);
            registry.Find("erp").ShouldBeNull();
            registry.Roles.ShouldBe(SystemRoles.None);
        }
    }

    /// <summary>Lets somebody look in the middle of each walk through the list.</summary>
    private sealed class Watched(Action look, params IReadOnlyList<IConnector> connectors) : IReadOnlyList<IConnector>
    {
        public int Count => connectors.Count;

        public IConnector this[int index] => connectors[index];

        public IEnumerator<IConnector> GetEnumerator()
        {
            foreach (var connector in connectors)
            {
                look();
                yield return connector;
            }
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
