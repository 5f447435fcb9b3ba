namespace RetailTower.Engine.Simulation.BusinessCentral;

/// <summary>`items`, for reading. `inventory` moves with postings without moving the ETag, being computed in the product too.</summary>
internal sealed class ItemSet(Books books) : EntitySet<Item>("items", books.Items)
{
    protected override IReadOnlyDictionary<string, Func<Item, object?>> Fields { get; } = new Dictionary<string, Func<Item, object?>>
    {
        ["id"] = i => i.Id,
        ["number"] = i => i.Number,
        ["displayName"] = i => i.DisplayName,
        ["type"] = i => i.Type,
        ["blocked"] = i => i.Blocked,
        ["gtin"] = i => i.Gtin,
        ["inventory"] = i => i.Inventory,
        ["unitPrice"] = i => i.UnitPrice,
        ["lastModifiedDateTime"] = i => i.ModifiedAt,
    };

    protected override WireEntity Write(Item row, IReadOnlySet<string> expanded) => new WireItem(row);

    private sealed class WireItem(Item row) : WireEntity(row)
    {
        public string Number => row.Number;
        public string DisplayName => row.DisplayName;
        public string Type => row.Type;
        public bool Blocked => row.Blocked;
        public string Gtin => row.Gtin;
        public decimal Inventory => row.Inventory;
        public decimal UnitPrice => row.UnitPrice;
        public bool PriceIncludesTax { get; }
        public decimal UnitCost => row.UnitCost;
        public string BaseUnitOfMeasureCode { get; } = "PCS";
    }
}
