namespace RetailTower.Engine.Simulation.BusinessCentral;

/// <summary>
/// `customerLedgerEntries` of the finance reports API, a query: for reading lists only, and what it calls externalDocumentNumber is the document number, too, as in the product. It tells
/// of payments alone.
/// </summary>
internal sealed class CustomerLedgerSet(Books books) : EntitySet<CustomerPayment>("customerLedgerEntries", books.Payments)
{
    protected override IReadOnlyDictionary<string, Func<CustomerPayment, object?>> Fields { get; } = new Dictionary<string, Func<CustomerPayment, object?>>
    {
        ["entryNumber"] = p => (decimal)p.EntryNumber,
        ["documentType"] = _ => "Payment",
        ["documentNumber"] = p => p.DocumentNumber,
        ["externalDocumentNumber"] = p => p.DocumentNumber,
        ["customerNumber"] = p => p.CustomerNumber,
        ["postingDate"] = p => p.PostingDate,
        ["open"] = p => p.Open,
        ["amount"] = p => -p.Amount,
        ["lastModifiedDateTime"] = p => p.ModifiedAt,
    };

    protected override WireEntity Write(CustomerPayment row, IReadOnlySet<string> expanded) => new WirePayment(row);

    private sealed class WirePayment(CustomerPayment row) : WireEntity(row)
    {
        public long EntryNumber => row.EntryNumber;
        public string DocumentType { get; } = "Payment";
        public string Description { get; } = "Payment";
        public DateOnly PostingDate => row.PostingDate;
        public string DocumentNumber => row.DocumentNumber;
        public string ExternalDocumentNumber => row.DocumentNumber;
        public string CustomerNumber => row.CustomerNumber;
        public bool Open => row.Open;

        /// <summary>What the customer owes less by it.</summary>
        public decimal Amount => -row.Amount;
        public decimal CreditAmount => row.Amount;
        public string CurrencyCode => row.CurrencyCode;
    }
}
