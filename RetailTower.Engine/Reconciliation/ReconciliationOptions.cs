namespace RetailTower.Engine.Reconciliation;

/// <summary>How the tower's picture is compared with what the systems hold. Section <c>Tower:Reconciliation</c>.</summary>
public sealed class ReconciliationOptions
{
    /// <summary>How often orders picked by chance are compared; zero for never.</summary>
    public TimeSpan SampleEvery { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Orders in a sample. 200 tell the accuracy to within about 3 points when it is near 95 %.</summary>
    public int SampleSize { get; set; } = 200;

    /// <summary>How long an order must have been at rest before systems that differ are held to be wrong.</summary>
    public TimeSpan Settle { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Orders asked for at once.</summary>
    public int PageSize { get; set; } = 50;

    /// <summary>Share of a system's limit that comparisons leave to the orders of the day.</summary>
    public double LeaveShare { get; set; } = 0.5;

    /// <summary>Time of day (UTC) at which all stock that storefronts show is compared; null for never.</summary>
    public TimeOnly? StockAt { get; set; } = new(2, 30);

    /// <summary>How often the ERP is asked whether money that paid for nothing does by now, for each order that has such a case.</summary>
    public TimeSpan AskPaymentsEvery { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a running number may be passed over before its system is asked for it.</summary>
    public TimeSpan AskForGapsAfter { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How long it may be passed over before it is a case.</summary>
    public TimeSpan GapsDueAfter { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Systems whose order numbers do not follow each other.</summary>
    public IReadOnlyList<string> UncountedSystems { get; set; } = [];

    /// <summary>Every problem of the section, each naming the key and the mend.</summary>
    public IEnumerable<string> Validate(string path)
    {
        if (SampleEvery < TimeSpan.Zero) yield return $"{path}:SampleEvery must not be negative; it is {SampleEvery}. 00:00:00 means never.";
        if (SampleSize is < 10 or > 5000) yield return $"{path}:SampleSize must be from 10 to 5000; it is {SampleSize}.";
        if (Settle < TimeSpan.Zero || Settle > TimeSpan.FromHours(1)) yield return $"{path}:Settle must be from 00:00:00 to 01:00:00; it is {Settle}.";
        if (PageSize is < 1 or > 500) yield return $"{path}:PageSize must be from 1 to 500; it is {PageSize}.";
        if (AskPaymentsEvery < TimeSpan.FromSeconds(1)) yield return $"{path}:AskPaymentsEvery must be at least a second; it is {AskPaymentsEvery}.";
        if (AskForGapsAfter < TimeSpan.FromSeconds(1)) yield return $"{path}:AskForGapsAfter must be at least a second; it is {AskForGapsAfter}.";
        if (GapsDueAfter < AskForGapsAfter) yield return $"{path}:GapsDueAfter must be at least {path}:AskForGapsAfter ({AskForGapsAfter}); it is {GapsDueAfter}.";
        if (LeaveShare is not (>= 0 and < 1)) yield return $"{path}:LeaveShare must be at least 0 and less than 1; it is {LeaveShare}.";
    }
}
