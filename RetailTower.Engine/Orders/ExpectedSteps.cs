namespace RetailTower.Engine.Orders;

/// <summary>Events that the journey waits for, by name.</summary>
public static class ExpectedSteps
{
    public const string ErpReview = "erp-review";
    public const string CentreAccepts = "centre-accepts";
    public const string Shipping = "shipping";
    public const string Invoice = "invoice";
    public const string Payment = "payment";
    public const string ReturnArrives = "return-arrives";
    public const string ReturnInspected = "return-inspected";
}
