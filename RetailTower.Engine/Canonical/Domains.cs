namespace RetailTower.Engine.Canonical;

/// <summary>Domains of the business; each has a team that owns its failures.</summary>
public static class Domains
{
    public const string Order = "order";
    public const string Customer = "customer";
    public const string Product = "product";
    public const string Inventory = "inventory";
    public const string Shipment = "shipment";
    public const string Invoice = "invoice";
    public const string Payment = "payment";
    public const string Return = "return";
    public const string Integration = "integration";
}
