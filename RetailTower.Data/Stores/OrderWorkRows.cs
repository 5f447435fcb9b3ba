using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Archive;
using RetailTower.Data.Model;
using RetailTower.Data.Rows;

namespace RetailTower.Data.Stores;

/// <summary>
/// The rows behind one turn of a pump: as they were read, and how what became of them is written. Orders are read table by table and written
/// past the change tracker, for this is the hottest path of the tower.
/// </summary>
internal sealed class OrderWorkRows
{
    private static readonly RowQuery<InboxMessage> Ready = new(
        $"""
        WHERE [State] = @p0 AND [Partition] = @p1 AND ([OrderKey] IS NULL OR NOT EXISTS (
            SELECT 1 FROM [InboxMessages] AS f WHERE f.[OrderKey] = [InboxMessages].[OrderKey] AND f.[State] = {(int)InboxState.Failed}))
        ORDER BY [Id]
        """, nameof(InboxMessage.State), nameof(InboxMessage.Partition));

    private static readonly RowQuery<InboxMessage> StoredSince = new(
        "WHERE [System] = @p0 AND [MessageKey] >= @p1 AND [MessageKey] < @p2 AND [OccurredAt] >= @p3",
        nameof(InboxMessage.System), nameof(InboxMessage.MessageKey), nameof(InboxMessage.MessageKey), nameof(InboxMessage.OccurredAt));

    private static readonly RowLookup<Order> OrderByKey = new(nameof(Order.Key));
    private static readonly RowLookup<OrderLine> LinesOfOrder = new(nameof(OrderLine.OrderKey));
    private static readonly RowLookup<Parcel> ParcelsOfOrder = new(nameof(Parcel.OrderKey));
    private static readonly RowLookup<Invoice> InvoicesOfOrder = new(nameof(Invoice.OrderKey));
    private static readonly RowLookup<Expectation> ExpectationsOfOrder = new(nameof(Expectation.OrderKey));
    private static readonly RowLookup<Claim> ClaimsOfOrder = new(nameof(Claim.OrderKey));
    private static readonly RowLookup<OrderReturn> ReturnsOfOrder = new(nameof(OrderReturn.OrderKey));
    private static readonly RowLookup<Customer> CustomerByNumber = new(nameof(Customer.Number));
    private static readonly RowLookup<Product> ProductBySku = new(nameof(Product.Sku));
    private static readonly RowLookup<Stock> StockBySku = new(nameof(Stock.Sku));
    private static readonly RowLookup<OutboxMessage> CallByName = new(nameof(OutboxMessage.CoalesceKey), nameof(OutboxMessage.State), filter: true);

    private readonly TowerDbContext _db;
    private readonly RowChanges<InboxMessage> _messages;
    private readonly RowChanges<Order> _orders;
    private readonly RowChanges<OrderLine> _lines;
    private readonly RowChanges<Parcel> _parcels;
    private readonly RowChanges<Invoice> _invoices;
    private readonly RowChanges<Expectation> _expectations;
    private readonly RowChanges<Claim> _claims;
    private readonly RowChanges<OrderReturn> _returns;
    private readonly RowChanges<Customer> _customers;
    private readonly RowChanges<Product> _products;
    private readonly RowChanges<Stock> _stocks;

    private OrderWorkRows(TowerDbContext db, OrderWork work)
    {
        Work = work;
        _db = db;
        _messages = new(RowShape<InboxMessage>.Of(db));
        _orders = new(RowShape<Order>.Of(db));
        _lines = new(RowShape<OrderLine>.Of(db));
        _parcels = new(RowShape<Parcel>.Of(db));
        _invoices = new(RowShape<Invoice>.Of(db));
        _expectations = new(RowShape<Expectation>.Of(db));
        _claims = new(RowShape<Claim>.Of(db));
        _returns = new(RowShape<OrderReturn>.Of(db));
        _customers = new(RowShape<Customer>.Of(db));
        _products = new(RowShape<Product>.Of(db));
        _stocks = new(RowShape<Stock>.Of(db));
    }

    public OrderWork Work { get; }

    /// <summary>The turn's orders as they now stand in the database.</summary>
    public IEnumerable<Order> Settled()
    {
        foreach (var order in Work.Orders.Values)
        {
            _orders.Settle(order);
            order.Lines.ForEach(_lines.Settle);
            order.Invoices.ForEach(_invoices.Settle);
            yield return order;
        }
    }

    /// <summary>Reads up to <paramref name="max"/> ready messages of the partition and the orders that they are about. Messages of a locked order are left alone.</summary>
    public static async Task<OrderWorkRows> ReadAsync(TowerDbContext db, HotOrders hot, int partition, int max, CancellationToken cancellationToken)
    {
        var messages = await db.ReadAsync(Ready, max, cancellationToken, InboxState.Ready, partition);
        var keys = messages.Where(m => m.OrderKey is not null).Select(m => m.OrderKey!.Value).Distinct().ToList();
        var orders = hot.Take(keys);
        var read = new OrderWorkRows(db, new OrderWork { Messages = messages, Orders = orders });
        await read.LendBodiesAsync(cancellationToken);
        await read.LendEditsAsync(cancellationToken);
        read._messages.Remember(messages);
        foreach (var order in orders.Values) read.Remember(order);
        await read.ReadOrdersAsync(keys.FindAll(key => !orders.ContainsKey(key)), cancellationToken);
        return read;
    }

    /// <summary>Reads what the turn must know besides its orders.</summary>
    public async Task ReadNeedsAsync(OrderWorkNeeds needs, CancellationToken cancellationToken)
    {
        Work.Customers = (await _db.ReadByAsync(CustomerByNumber, needs.CustomerNumbers, cancellationToken)).ToDictionary(c => c.Number);
        _customers.Remember(Work.Customers.Values);
        Work.Numbers = (await _db.ReadByAsync(ReferenceRows.ByValue, needs.Numbers, cancellationToken)).Where(r => r.Type == "number").ToDictionary(r => (r.System, r.Value), r => r.OrderKey);
        foreach (var stored in needs.Stored)
        {
            if (await _db.AnyAsync(StoredSince, cancellationToken, stored.System, stored.KeyStart, stored.KeyStart + char.MaxValue, stored.At)) Work.Stored.Add(stored);
        }

        Work.Products = (await _db.ReadByAsync(ProductBySku, needs.Products, cancellationToken)).ToDictionary(p => p.Sku);
        _products.Remember(Work.Products.Values);
        Work.Stocks = (await _db.ReadByAsync(StockBySku, needs.Stocks, cancellationToken)).ToDictionary(s => (s.Sku, s.Centre));
        _stocks.Remember(Work.Stocks.Values);
    }

    /// <summary>Writes all that the turn changed. Returns the partitions in which messages were woken.</summary>
    /// <exception cref="DbUpdateConcurrencyException">An order was changed by someone else meanwhile.</exception>
    public async Task<HashSet<int>> CommitAsync(TowerDbContext db, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var order in Work.Orders.Values) order.QuietSince = order.ClosedAt is null ? null : now;
        await SaveOrdersAsync(db, cancellationToken);
        await _customers.Compare(Work.Customers.Values).SaveAsync(db, cancellationToken);
        await _products.Compare(Work.Products.Values).SaveAsync(db, cancellationToken);
        await _stocks.Compare(Work.Stocks.Values).SaveAsync(db, cancellationToken);
        await db.InsertAsync(Work.History, cancellationToken);
        await db.InsertAsync(Work.Numbered, cancellationToken);
        await SupersedeAsync(db, now, cancellationToken);
        await db.InsertAsync(Work.Outbox, cancellationToken);
        await _messages.Compare(Work.Messages).SaveAsync(db, cancellationToken);
        await EditRows.EndAsync(
            db, Work.Messages.Where(m => m.EditId is not null && m.State is (InboxState.Done or InboxState.Failed or InboxState.Parked))
                .Select(m => (m.EditId!.Value, m.State == InboxState.Done ? EditState.Done : EditState.Failed)).ToList(), now, cancellationToken);
        var woken = await ReferenceRows.RegisterAsync(db, Work.References, cancellationToken);
        foreach (var (second, first) in Work.SameAs) woken.Add(await JoinAsync(db, second, first, cancellationToken));
        await CaseRows.OpenAsync(db, Work.Cases, now, cancellationToken);
        foreach (var reason in Work.Settled.GroupBy(s => s.Value, s => s.Key)) await CaseRows.AutoResolveAsync(db, reason.ToList(), reason.Key, now, cancellationToken);
        return woken;
    }

    /// <summary>Bytes that are not in their message's own row are lent to the worker and never written.</summary>
    private async Task LendBodiesAsync(CancellationToken cancellationToken)
    {
        var without = Work.Messages.Where(m => m.Body is null).ToList();
        if (without.Count == 0) return;
        var bodies = await ArchivedPayloads.InboundAsync(_db, without.ConvertAll(m => m.Id), cancellationToken);
        foreach (var message in without) message.Body = bodies[message.Id];
    }

    /// <summary>What a person changed is worked on instead of what came; it is lent in the same way.</summary>
    private async Task LendEditsAsync(CancellationToken cancellationToken)
    {
        var edited = Work.Messages.Where(m => m.EditId is not null).ToList();
        var contents = await EditRows.ContentsAsync(_db, edited.ConvertAll(m => m.EditId!.Value), cancellationToken);
        foreach (var message in edited) message.Body = contents[message.EditId!.Value];
    }

    /// <summary>An order that need not be read: it and its parts stand as they did at the end of an earlier turn.</summary>
    private void Remember(Order order)
    {
        _orders.Remember([order]);
        _lines.Remember(order.Lines);
        _parcels.Remember(order.Parcels);
        _invoices.Remember(order.Invoices);
        _expectations.Remember(order.Expectations);
        _claims.Remember(order.Claims);
        _returns.Remember(order.Returns);
    }

    private async Task ReadOrdersAsync(List<long> wanted, CancellationToken cancellationToken)
    {
        var orders = await _db.ReadByAsync(OrderByKey, wanted, cancellationToken);
        _orders.Remember(orders);
        foreach (var order in orders) Work.Orders.Add(order.Key, order);
        var keys = orders.ConvertAll(order => order.Key);
        await PartsAsync(_lines, LinesOfOrder, keys, it => it.OrderKey, order => order.Lines, cancellationToken);
        await PartsAsync(_parcels, ParcelsOfOrder, keys, it => it.OrderKey, order => order.Parcels, cancellationToken);
        await PartsAsync(_invoices, InvoicesOfOrder, keys, it => it.OrderKey, order => order.Invoices, cancellationToken);
        await PartsAsync(_expectations, ExpectationsOfOrder, keys, it => it.OrderKey, order => order.Expectations, cancellationToken);
        await PartsAsync(_claims, ClaimsOfOrder, keys, it => it.OrderKey, order => order.Claims, cancellationToken);
        await PartsAsync(_returns, ReturnsOfOrder, keys, it => it.OrderKey, order => order.Returns, cancellationToken);
    }

    private async Task PartsAsync<T>(RowChanges<T> changes, RowLookup<T> lookup, List<long> keys, Func<T, long> owner, Func<Order, List<T>> parts, CancellationToken cancellationToken) where T : class
    {
        var rows = await _db.ReadByAsync(lookup, keys, cancellationToken);
        changes.Remember(rows);
        foreach (var row in rows) parts(Work.Orders[owner(row)]).Add(row);
    }

    /// <summary>
    /// An order's version moves with every turn that changes it or its parts, so that whoever else writes them meanwhile is noticed. A turn that leaves an
    /// order as it was needs no such guard: its lease proves that no other pump has worked on it.
    /// </summary>
    private async Task SaveOrdersAsync(TowerDbContext db, CancellationToken cancellationToken)
    {
        var lines = _lines.CompareAll([.. Work.Orders.Values.SelectMany(order => order.Lines)]);
        var parcels = _parcels.CompareAll([.. Work.Orders.Values.SelectMany(order => order.Parcels)]);
        var invoices = _invoices.CompareAll([.. Work.Orders.Values.SelectMany(order => order.Invoices)]);
        var expectations = _expectations.CompareAll([.. Work.Orders.Values.SelectMany(order => order.Expectations)]);
        var claims = _claims.CompareAll([.. Work.Orders.Values.SelectMany(order => order.Claims)]);
        var returns = _returns.CompareAll([.. Work.Orders.Values.SelectMany(order => order.Returns)]);
        var touched = new HashSet<long>(_orders.Compare(Work.Orders.Values).Rows.Select(order => order.Key));
        touched.UnionWith(lines.Rows.Select(row => row.OrderKey));
        touched.UnionWith(parcels.Rows.Select(row => row.OrderKey));
        touched.UnionWith(invoices.Rows.Select(row => row.OrderKey));
        touched.UnionWith(expectations.Rows.Select(row => row.OrderKey));
        touched.UnionWith(claims.Rows.Select(row => row.OrderKey));
        touched.UnionWith(returns.Rows.Select(row => row.OrderKey));
        foreach (var order in Work.Orders.Values.Where(order => touched.Contains(order.Key) && !_orders.IsNew(order))) order.Version++;
        await _orders.Compare(Work.Orders.Values).SaveAsync(db, cancellationToken);
        await lines.SaveAsync(db, cancellationToken);
        await parcels.SaveAsync(db, cancellationToken);
        await invoices.SaveAsync(db, cancellationToken);
        await expectations.SaveAsync(db, cancellationToken);
        await claims.SaveAsync(db, cancellationToken);
        await returns.SaveAsync(db, cancellationToken);
    }

    /// <summary>A newer call of the same name makes an unsent older one needless.</summary>
    private async Task SupersedeAsync(TowerDbContext db, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var newer = Work.Outbox.Where(o => o.CoalesceKey is not null).ToLookup(o => o.CoalesceKey!);
        var needless = await db.ReadByAsync(CallByName, newer.Select(calls => calls.Key).ToList(), cancellationToken, OutboxState.Ready);
        foreach (var message in needless)
        {
            // A message that changes again and again must not wait for ever.
            foreach (var call in newer[message.CoalesceKey!].Where(call => message.DueAt < call.DueAt)) call.DueAt = message.DueAt;
            foreach (var call in newer[message.CoalesceKey!].Where(call => message.ChangedAt < call.ChangedAt)) call.ChangedAt = message.ChangedAt;
            (message.State, message.DoneAt) = (OutboxState.Superseded, now);
        }

        await db.UpdateAsync(needless, RowShape<OutboxMessage>.Of(db).MaskOf(nameof(OutboxMessage.State), nameof(OutboxMessage.DoneAt)), null, cancellationToken);
        await EditRows.EndAsync(db, needless.Where(o => o.EditId is not null).Select(o => (o.EditId!.Value, EditState.Withdrawn)).ToList(), now, cancellationToken);
        // One that failed before and was retried by a person has an open case, and nothing will succeed any more that could close it.
        await CaseRows.AutoResolveAsync(
            db, needless.Where(o => o.Result is not null).Select(o => LaneStore.CallSubject(o.Id)).ToList(), "A newer call made it needless.", now, cancellationToken);
    }

    /// <summary>Hands everything that came under the second key over to the order itself.</summary>
    private static async Task<int> JoinAsync(TowerDbContext db, long second, long first, CancellationToken cancellationToken)
    {
        var partition = Partitions.OfOrder(first);
        await db.OrderReferences.Where(r => r.OrderKey == second).ExecuteUpdateAsync(set => set.SetProperty(r => r.OrderKey, first), cancellationToken);
        await db.Inbox.Where(m => m.OrderKey == second).ExecuteUpdateAsync(set => set.SetProperty(m => m.OrderKey, first).SetProperty(m => m.Partition, partition), cancellationToken);
        return partition;
    }
}
