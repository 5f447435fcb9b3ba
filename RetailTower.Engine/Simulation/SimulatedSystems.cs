using RetailTower.Engine.Simulation.BusinessCentral;
using RetailTower.Engine.Simulation.Core;
using RetailTower.Engine.Simulation.Salesforce;
using RetailTower.Engine.Simulation.Shopify;
using RetailTower.Engine.Simulation.ThreePl;

namespace RetailTower.Engine.Simulation;

/// <summary>The one list of systems in the landscape, in the order of their ports.</summary>
internal static class SimulatedSystems
{
    public static IReadOnlyList<ISimulatedSystem> All(Surroundings around) =>
    [
        new SalesforceOrg(around),
        new ShopifyShop(around),
        new BusinessCentralSystem(around),
        new ThreePlSystem("dc-east", around, p => p.EastStock),
        new ThreePlSystem("dc-west", around, p => p.WestStock),
    ];
}
