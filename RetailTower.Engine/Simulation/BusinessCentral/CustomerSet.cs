namespace RetailTower.Engine.Simulation.BusinessCentral;

/// <summary>`customers`: read, and PATCHed with If-Match (credit limit, block, address and the like).</summary>
internal sealed class CustomerSet(Books books) : EntitySet<Customer>("customers", books.Customers)
{
    private static readonly HashSet<string> Writable =
        ["displayName", "type", "addressLine1", "city", "postalCode", "country", "phoneNumber", "email", "currencyCode", "creditLimit", "blocked"];

    private static readonly HashSet<string> ReadOnly = ["id", "number", "balanceDue", "lastModifiedDateTime"];

    protected override IReadOnlyDictionary<string, Func<Customer, object?>> Fields { get; } = new Dictionary<string, Func<Customer, object?>>
    {
        ["id"] = c => c.Id,
        ["number"] = c => c.Number,
        ["displayName"] = c => c.DisplayName,
        ["email"] = c => c.Email,
        ["phoneNumber"] = c => c.PhoneNumber,
        ["city"] = c => c.City,
        ["country"] = c => c.Country,
        ["creditLimit"] = c => c.CreditLimit,
        ["balanceDue"] = c => c.BalanceDue,
        ["blocked"] = c => c.Blocked,
        ["lastModifiedDateTime"] = c => c.ModifiedAt,
    };

    protected override WireEntity Write(Customer row, IReadOnlySet<string> expanded) => new WireCustomer(row);

    protected override Answer Update(Call call, Customer row)
    {
        call.RequireMatch(row.RowVersion);
        var fields = new Fields(call.RequiredBody, "customer", Writable, ReadOnly);
        if (fields.Number("creditLimit") is < 0) throw RefusalException.Field("Credit Limit (LCY) must not be negative.");
        var blocked = fields.OneOf("blocked", " ", "_x0020_", "", "Ship", "Invoice", "All");
        return Single(call, books.Save(row with
        {
            DisplayName = fields.Text("displayName", 100) ?? row.DisplayName,
            Type = fields.OneOf("type", "Company", "Person") ?? row.Type,
            AddressLine1 = fields.Text("addressLine1", 100) ?? row.AddressLine1,
            City = fields.Text("city", 30) ?? row.City,
            PostalCode = fields.Text("postalCode", 20) ?? row.PostalCode,
            Country = fields.Text("country", 10) ?? row.Country,
            PhoneNumber = fields.Text("phoneNumber", 30) ?? row.PhoneNumber,
            Email = fields.Text("email", 80) ?? row.Email,
            CurrencyCode = fields.Text("currencyCode", 10) ?? row.CurrencyCode,
            CreditLimit = fields.Number("creditLimit") ?? row.CreditLimit,
            Blocked = blocked is null ? row.Blocked : blocked is "_x0020_" or " " ? "" : blocked,
        }));
    }

    private sealed class WireCustomer(Customer row) : WireEntity(row)
    {
        public string Number => row.Number;
        public string DisplayName => row.DisplayName;
        public string Type => row.Type;
        public string AddressLine1 => row.AddressLine1;
        public string City => row.City;
        public string PostalCode => row.PostalCode;
        public string Country => row.Country;
        public string PhoneNumber => row.PhoneNumber;
        public string Email => row.Email;
        public string CurrencyCode => row.CurrencyCode;
        public decimal BalanceDue => row.BalanceDue;
        public decimal CreditLimit => row.CreditLimit;
        public string Blocked => Wire.Enum(row.Blocked);
    }
}
