namespace RetailTower.Engine.Simulation.BusinessCentral;

internal enum ChangeKind
{
    Created,
    Updated,
    Deleted,
}

/// <summary>One change of one entity that subscribers to its set hear about.</summary>
internal readonly record struct EntityChange(string Set, Guid Id, ChangeKind Kind, DateTimeOffset At);

/// <summary>
/// What the simulated ERP holds. Everything happens under one lock and in one transaction per request: a refusal
/// undoes whatever the request had written, and subscribers hear of a change only when it is committed.
/// </summary>
internal sealed class Books(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly List<EntityChange> _changes = [];
    private long _version;
    private DateTimeOffset _now;
    private bool _inTransaction;

    public Table<Customer> Customers { get; } = new(("number", c => c.Number));

    public Table<Item> Items { get; } = new(("number", i => i.Number));

    public Table<SalesOrder> Orders { get; } = new(("number", o => o.Number), ("externalDocumentNumber", o => o.ExternalDocumentNumber));

    public Table<PostedDocument> Shipments { get; } = new(
        ("number", d => d.Number), ("orderNumber", d => d.OrderNumber), ("externalDocumentNumber", d => d.ExternalDocumentNumber));

    public Table<PostedDocument> Invoices { get; } = new(
        ("number", d => d.Number), ("orderNumber", d => d.OrderNumber), ("externalDocumentNumber", d => d.ExternalDocumentNumber));

    public Table<PostedDocument> CreditMemos { get; } = new(
        ("number", d => d.Number), ("externalDocumentNumber", d => d.ExternalDocumentNumber), ("invoiceNumber", d => d.InvoiceNumber));

    public Table<CustomerPayment> Payments { get; } = new(("documentNumber", p => p.DocumentNumber));

    public Table<ArchivedOrder> Archive { get; } = new();

    private ITable[] Tables => field ??= [Customers, Items, Orders, Shipments, Invoices, CreditMemos, Payments, Archive];

    /// <summary>Last number given out per series; numbers of refused documents are not used again.</summary>
    public Dictionary<string, long> Series { get; } = [];

    /// <summary>Called under the lock with the changes of each commit, in their order.</summary>
    public Action<IReadOnlyList<EntityChange>>? Committed { get; set; }

    /// <summary>The ERP's work date.</summary>
    public DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    /// <summary>Runs work as one transaction; inside another one it is part of that.</summary>
    public TResult Transact<TResult>(Func<TResult> work)
    {
        lock (_gate)
        {
            if (_inTransaction) return work();
            _inTransaction = true;
            var done = false;
            try
            {
                var result = work();
                done = true;
                return result;
            }
            finally
            {
                End(done);
            }
        }
    }

    public void Transact(Action work) => Transact(() =>
    {
        work();
        return true;
    });

    /// <summary>Undoes what the running transaction has written so far, without leaving it.</summary>
    public void Undo()
    {
        foreach (var table in Tables) table.Undo();
        _changes.Clear();
    }

    public string NextNumber(string series, long first) => $"{series}{NextInSeries(series, first)}";

    public long NextInSeries(string series, long first) => Series[series] = Series.TryGetValue(series, out var last) ? last + 1 : first;

    public Customer Save(Customer row, ChangeKind kind = ChangeKind.Updated) =>
        Save(Customers, "customers", row with { RowVersion = NextVersion(), ModifiedAt = _now }, kind);

    public Item Save(Item row, ChangeKind kind = ChangeKind.Updated) =>
        Save(Items, "items", row with { RowVersion = NextVersion(), ModifiedAt = _now }, kind);

    public SalesOrder Save(SalesOrder row, ChangeKind kind = ChangeKind.Updated)
    {
        OweOrders(row.CustomerId, row.Uninvoiced - (Orders.Find(row.Id)?.Uninvoiced ?? 0));
        return Save(Orders, "salesOrders", row with { RowVersion = NextVersion(), ModifiedAt = _now }, kind);
    }

    public PostedDocument SaveShipment(PostedDocument row) =>
        Save(Shipments, "salesShipments", row with { RowVersion = NextVersion(), ModifiedAt = _now }, ChangeKind.Created);

    public PostedDocument SaveInvoice(PostedDocument row, ChangeKind kind) =>
        Save(Invoices, "salesInvoices", row with { RowVersion = NextVersion(), ModifiedAt = _now }, kind);

    public PostedDocument SaveCreditMemo(PostedDocument row, ChangeKind kind) =>
        Save(CreditMemos, "salesCreditMemos", row with { RowVersion = NextVersion(), ModifiedAt = _now }, kind);

    public CustomerPayment SavePayment(CustomerPayment row)
    {
        row = row with { RowVersion = NextVersion(), ModifiedAt = _now };
        // Nobody can subscribe to ledger entries.
        Payments.Put(row);
        return row;
    }

    /// <summary>A version for something that lives inside a row, as an order's lines do.</summary>
    public long NextVersion()
    {
        // Time is read as Business Central stores it, in whole milliseconds, and never runs backwards.
        var now = time.GetUtcNow();
        now = new DateTimeOffset(now.Ticks - (now.Ticks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero);
        if (now > _now) _now = now;
        return ++_version;
    }

    /// <summary>Lets versions and times go on from books that were read from a file.</summary>
    public void ContinueFrom(long version, DateTimeOffset at) => (_version, _now) = (Math.Max(_version, version), at > _now ? at : _now);

    /// <summary>Takes an order off `salesOrders` and keeps what the ledger tells of it.</summary>
    public void ArchiveOrder(SalesOrder order, bool deleted)
    {
        OweOrders(order.CustomerId, -(Orders.Find(order.Id)?.Uninvoiced ?? 0));
        Orders.Remove(order.Id);
        Archive.Put(new ArchivedOrder
        {
            Id = order.Id,
            RowVersion = NextVersion(),
            ModifiedAt = _now,
            ExternalDocumentNumber = order.ExternalDocumentNumber,
            Deleted = deleted,
            Lines = [.. order.Lines.Where(l => l.LineType == "Item").Select(LedgerBook.Line)],
        });
        _changes.Add(new EntityChange("salesOrders", order.Id, ChangeKind.Deleted, _now));
    }

    /// <summary>Moves a customer's balance. A computed field: neither the ETag nor lastModifiedDateTime moves with it.</summary>
    public void OweInvoices(Guid customerId, decimal amount)
    {
        if (Customers.Find(customerId) is { } customer) Customers.Put(customer with { BalanceDue = customer.BalanceDue + amount });
    }

    private void OweOrders(Guid customerId, decimal amount)
    {
        if (amount != 0 && Customers.Find(customerId) is { } customer)
            Customers.Put(customer with { OpenOrders = customer.OpenOrders + amount });
    }

    private T Save<T>(Table<T> table, string set, T row, ChangeKind kind)
        where T : class, IRow
    {
        table.Put(row);
        _changes.Add(new EntityChange(set, row.Id, kind, row.ModifiedAt));
        return row;
    }

    private void End(bool done)
    {
        _inTransaction = false;
        if (!done)
        {
            Undo();
            return;
        }
        foreach (var table in Tables) table.Commit();
        if (_changes.Count == 0) return;
        Committed?.Invoke([.. _changes]);
        _changes.Clear();
    }

}
