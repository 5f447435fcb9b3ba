namespace RetailTower.Engine.Orders.Truth;

/// <summary>What systems can say of an order or of one of its lines.</summary>
public enum TruthField
{
    /// <summary>Pieces that the customer wants.</summary>
    Wanted,
    /// <summary>Pieces that are set aside.</summary>
    Allocated,
    /// <summary>Pieces that left a centre.</summary>
    Shipped,
    /// <summary>Pieces on invoices that stand.</summary>
    Invoiced,
    /// <summary>Pieces that came back.</summary>
    Returned,
    /// <summary>What of its invoices is still to be paid; of the whole order.</summary>
    Payment,
}

/// <summary>Who has the last word.</summary>
public enum RecordHolder
{
    Originator,
    Erp,
    /// <summary>All of them together: each knows of its own parcels only.</summary>
    Centres,
}

/// <summary>Which kind of system has the last word on which field.</summary>
public static class SystemsOfRecord
{
    public static RecordHolder Of(TruthField field) => field switch
    {
        TruthField.Wanted => RecordHolder.Originator,
        TruthField.Shipped or TruthField.Returned => RecordHolder.Centres,
        _ => RecordHolder.Erp,
    };
}
