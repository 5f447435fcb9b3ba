namespace RetailTower.Engine.Orders;

/// <summary>How the source of an event that is awaited is asked for it.</summary>
/// <param name="Document">What it is asked for.</param>
/// <param name="After">How long it is left alone; null when it is asked only shortly before the time is up, because its work takes long.</param>
/// <param name="Again">How soon it is asked again, at the least.</param>
public sealed record StepQuestion(string Document, TimeSpan? After, TimeSpan Again)
{
    private static readonly TimeSpan Rarest = TimeSpan.FromHours(6);

    /// <summary>When it is asked first.</summary>
    /// <param name="ahead">How long before the time is up, where it is not asked earlier.</param>
    public DateTimeOffset First(DateTimeOffset setAt, DateTimeOffset dueAt, TimeSpan ahead) => After is { } after ? setAt + after : dueAt - ahead > setAt ? dueAt - ahead : setAt;

    /// <summary>How long until it is asked again: the longer an event is overdue, the less often its source is asked for it.</summary>
    public TimeSpan Next(DateTimeOffset now, DateTimeOffset dueAt)
    {
        var late = (now - dueAt) / 4;
        return late <= Again ? Again : late >= Rarest ? (Again > Rarest ? Again : Rarest) : late;
    }
}

/// <summary>An event that the journey waits for.</summary>
/// <param name="OfCentre">Whether a centre tells it; it may then have another time in each centre.</param>
/// <param name="Setting">The key of its usual time, below <c>Tower:Orders</c>.</param>
/// <param name="Usual">Its usual time.</param>
/// <param name="Question">Null where nobody can be asked.</param>
public sealed record ExpectedStep(string Name, bool OfCentre, string Setting, Func<OrderPolicies, TimeSpan> Usual, StepQuestion? Question);

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

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(15), Minute = TimeSpan.FromMinutes(1), CentreAgain = TimeSpan.FromSeconds(20);

    /// <summary>Many customers pay late, and an invoice stays unpaid for long: the ERP is not asked for each of them all the time.</summary>
    private static readonly TimeSpan PaymentAgain = TimeSpan.FromHours(6);

    /// <summary>All of them, in the sequence of the journey.</summary>
    public static IReadOnlyList<ExpectedStep> All { get; } =
    [
        new(ErpReview, false, nameof(OrderPolicies.ErpReviewWithin), it => it.ErpReviewWithin, new("salesOrders", Soon, Minute)),
        new(CentreAccepts, true, nameof(OrderPolicies.CentreAcceptsWithin), it => it.CentreAcceptsWithin, new("fulfilment-orders", null, CentreAgain)),
        new(Shipping, true, nameof(OrderPolicies.ShippedWithin), it => it.ShippedWithin, new("fulfilment-orders", null, CentreAgain)),
        new(Invoice, false, nameof(OrderPolicies.InvoicedWithin), it => it.InvoicedWithin, new("salesInvoices", Soon, Minute)),
        new(Payment, false, nameof(OrderPolicies.PaidWithin), it => it.PaidWithin, new("salesInvoices", null, PaymentAgain)),
        new(ReturnArrives, true, nameof(OrderPolicies.ReturnReceivedWithin), it => it.ReturnReceivedWithin, null),
        new(ReturnInspected, true, $"{nameof(OrderPolicies.Returns)}:{nameof(OrderPolicies.Returns.InspectedWithin)}", it => it.Returns.InspectedWithin, null),
    ];

    /// <param name="name">With or without what it is about, after a colon.</param>
    /// <exception cref="InvalidOperationException">There is no such step.</exception>
    public static ExpectedStep Of(string name) => All.First(step => step.Name == name.Split(':', 2)[0]);
}
