namespace RetailTower.Web.Configuration;

/// <summary>Whether the tower works against the simulated landscape, and where that is.</summary>
/// <param name="On">True when it does: asked for, or because no system is configured.</param>
/// <param name="Url">Control face of a landscape in its own process; null starts one inside this process.</param>
/// <param name="DemoOrdersPerMinute">Orders that the customers of the landscape inside this process place by themselves.</param>
public sealed record SimulationSettings(bool On, Uri? Url, int DemoOrdersPerMinute)
{
    internal static SimulationSettings Read(SettingReader read, bool systemsConfigured)
    {
        const string EnabledKey = "Tower:Simulation:Enabled";
        const int MostOrdersPerMinute = 60_000;
        var enabled = read.Switch(EnabledKey);
        var url = read.Address(TowerSettings.SimulationUrlKey, "http://127.0.0.1:5090");
        var orders = read.Number("Tower:Simulation:DemoOrdersPerMinute", TowerDefaults.DemoOrdersPerMinute, 0, MostOrdersPerMinute);
        if (systemsConfigured && (enabled == true || url is not null))
            read.Add($"{TowerSettings.SystemsSection} configures real systems while {(enabled == true ? EnabledKey : TowerSettings.SimulationUrlKey)} asks for simulated ones; remove one of the two.");
        if (enabled == false && url is not null)
            read.Add($"{TowerSettings.SimulationUrlKey} is set while {EnabledKey} is false; remove one of the two.");
        return new(enabled ?? !systemsConfigured, url, orders);
    }
}
