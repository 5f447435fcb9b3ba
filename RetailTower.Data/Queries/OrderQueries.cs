using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Model;

namespace RetailTower.Data.Queries;

/// <summary>Reads of orders and what hangs on them.</summary>
public sealed class OrderQueries(TowerDatabase database)
{
    private const int TextMatches = 500, HistoryLimit = 500, HitLimit = 20;

    /// <summary>Newest first. A text narrows to the first 500 orders it matches.</summary>
    /// <param name="key">The order key that <see cref="OrderFilter.Text"/> spells, if it does.</param>
    public Task<Page<OrderRow>> PageAsync(OrderFilter filter, long? key, string? cursor, int size, CancellationToken cancellationToken) =>
        database.ReadAsync(async (db, token) =>
        {
            size = Cursor.Size(size);
            var orders = await MatchingAsync(db, filter, key, token);
            if (OrderMoments.Of(filter, orders) is { } dated) return await ByMomentAsync(db, filter, dated, cursor, size, token);
            if (Cursor.Read(cursor) is { } before) orders = orders.Where(o => o.Key < before);
            var rows = (filter.Status is { Count: > 0 } || filter.Origin is not null) && !filter.IsOfFew
                ? await OfRangesAsync(db, orders, filter, size + 1, token)
                : await Rows(db, orders.OrderByDescending(o => o.Key)).Take(size + 1).ToListAsync(token);
            return Cursor.Cut(rows, size, row => Cursor.Write(row.Key));
        }, cancellationToken);

    /// <summary>
    /// Finds by order key, number, any reference, purchase order, tracking or invoice number, e-mail, customer number: whole value or its beginning
    /// (from three characters), and by the beginning of the customer's name. At most 20, whole values first.
    /// </summary>
    public Task<IReadOnlyList<OrderHit>> FindAsync(string text, long? key, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<OrderHit>>(async (db, token) =>
        {
            text = text.Trim();
            if (text.Length == 0) return [];
            var matches = await OrderSearch.MatchesAsync(db, text, key, HitLimit, token);
            var keys = matches.Select(match => match.Key).ToArray();
            var rows = await Rows(db, db.Orders.Where(o => keys.Contains(o.Key))).ToDictionaryAsync(row => row.Key, token);
            // A reference may be registered before its order is written.
            return [.. matches.Where(match => rows.ContainsKey(match.Key)).Select(match => new OrderHit(rows[match.Key], match.MatchedOn, match.Value))];
        }, cancellationToken);

    /// <summary>Null when there is no such order. Of the history the latest 500 entries, oldest of them first.</summary>
    public Task<OrderSheet?> GetAsync(long key, CancellationToken cancellationToken) =>
        database.ReadAsync(async (db, token) =>
        {
            var head = await db.Orders.Where(o => o.Key == key).Select(o => new OrderHead(
                o.Key, o.Number, o.Origin, o.CustomerNumber, o.CustomerName, o.CustomerEmail, o.CustomerPhone, o.PurchaseOrderNumber, o.Currency, o.Total,
                o.PlacedAt, o.ReceivedAt, o.SubmittedAt, o.ConfirmedAt, o.ShippedAt, o.ClosedAt, o.RequestedDelivery, o.Status, o.ChangedAt, o.ErpNumber,
                o.ShipTo, o.Country, o.LockedBy, o.LockedAt)).SingleOrDefaultAsync(token);
            if (head is null) return null;
            var parts = await db.OrderLines.Where(l => l.OrderKey == key).OrderBy(l => l.LineNo).ThenBy(l => l.Part).Select(l => new LinePart(
                l.LineNo, l.Part, l.Sku, l.Description, l.Quantity, l.UnitPrice, l.State, l.StateAt, l.Centre, l.ParcelId, l.InvoiceNumber, l.Rma)).ToListAsync(token);
            var parcels = await db.Parcels.Where(p => p.OrderKey == key).OrderBy(p => p.ShippedAt).Select(p => new ParcelRow(
                p.Centre, p.ParcelId, p.Carrier, p.TrackingNumber, p.TrackingUrl, p.ShippedAt, p.Lines)).ToListAsync(token);
            var invoices = await db.Invoices.Where(i => i.OrderKey == key).OrderBy(i => i.StatedAt).Select(i => new InvoiceRow(
                i.Number, i.Amount, i.Currency, i.StatedAt, i.Paid, i.Cancelled)).ToListAsync(token);
            var references = await db.OrderReferences.Where(r => r.OrderKey == key).OrderBy(r => r.System).ThenBy(r => r.Type)
                .Select(r => new ReferenceRow(r.System, r.Type, r.Value)).ToListAsync(token);
            var expectations = await db.Expectations.Where(e => e.OrderKey == key).OrderBy(e => e.DueAt)
                .Select(e => new ExpectationRow(e.Step, e.System, e.SetAt, e.DueAt, e.Overdue)).ToListAsync(token);
            var history = await db.History.Where(h => h.OrderKey == key).OrderByDescending(h => h.Id).Take(HistoryLimit).Select(h => new HistoryRow(
                h.Id, h.At, h.OccurredAt, h.Source, h.What, h.FromState, h.ToState, h.Lines, h.Detail, h.InboxId)).ToListAsync(token);
            history.Reverse();
            var cases = await CaseQueries.Rows(db, db.Cases.Where(c => c.OrderKey == key && c.State < CaseState.Resolved).OrderBy(c => c.Id)).ToListAsync(token);
            var returns = await ReturnQueries.Rows(db, db.Returns.Where(r => r.OrderKey == key).OrderBy(r => r.RequestedAt)).ToListAsync(token);
            return new OrderSheet(head, parts, parcels, invoices, references, expectations, history, cases, returns, await OrderStepQueries.LocksAsync(db, key, token));
        }, cancellationToken);

    private static async Task<IQueryable<Order>> MatchingAsync(TowerDbContext db, OrderFilter filter, long? key, CancellationToken cancellationToken)
    {
        var orders = db.Orders.AsNoTracking();
        if (filter.Text?.Trim() is { Length: > 0 } text)
        {
            var matches = await OrderSearch.MatchesAsync(db, text, key, TextMatches, cancellationToken);
            var keys = matches.Select(match => match.Key).ToArray();
            orders = orders.Where(o => keys.Contains(o.Key));
        }

        // Where a span or a few keys say where to look, they must lead: SQLite would look through all orders of the originator, which it takes for fewer.
        if (filter.Origin is { } origin) orders = filter.IsLed ? orders.Where(o => o.Origin + "" == origin) : orders.Where(o => o.Origin == origin);
        if (filter is { IsOfFew: true, Status: { Count: > 0 } statuses }) orders = orders.Where(o => statuses.Contains(o.Status));
        if (filter.Country is { } country) orders = country.Length == 0 ? orders.Where(o => o.Country == null) : orders.Where(o => o.Country == country);
        if (filter.Brand is { } brand) orders = brand.Length == 0 ? orders.Where(o => !db.ChannelBrands.Any(b => b.Channel == o.Origin)) : orders.Where(o => db.ChannelBrands.Any(b => b.Channel == o.Origin && b.Brand == brand));
        if (filter.Settled is { } range) orders = range.From is { } least ? orders.Where(o => o.Settlement >= least && o.Settlement <= range.To) : orders.Where(o => o.Settlement == null || o.Settlement <= range.To);
        if (filter.Span is { } span) orders = OrderMoments.WithExceptions(db, orders, span);
        if (filter.CustomerNumber is { } customer) orders = orders.Where(o => o.CustomerNumber == customer);
        if (filter.OnlyWithExceptions)
        {
            orders = orders.Where(o => db.Cases.Where(c => c.State < CaseState.Resolved && c.OrderKey != null).Select(c => c.OrderKey!.Value).Contains(o.Key));
        }

        return orders;
    }

    /// <summary>One short index range per originator and status, merged: a single query over several would sort all their orders, or look at all others before them.</summary>
    private static async Task<List<OrderRow>> OfRangesAsync(TowerDbContext db, IQueryable<Order> orders, OrderFilter filter, int count, CancellationToken cancellationToken)
    {
        var keys = new List<long>();
        foreach (var origin in filter.Origin is { } one ? [one] : await OriginsAsync(db, cancellationToken))
        {
            foreach (var status in filter.Status is { Count: > 0 } some ? some.Distinct() : Enum.GetValues<OrderStatus>())
                keys.AddRange(await orders.Where(o => o.Origin == origin && o.Status == status).OrderByDescending(o => o.Key).Select(o => o.Key).Take(count).ToListAsync(cancellationToken));
        }

        var shown = keys.OrderDescending().Take(count).ToArray();
        return shown.Length == 0 ? [] : await Rows(db, db.Orders.Where(o => shown.Contains(o.Key)).OrderByDescending(o => o.Key)).ToListAsync(cancellationToken);
    }

    /// <summary>Originators that there are orders of: one step into their index for each.</summary>
    private static async Task<List<string>> OriginsAsync(TowerDbContext db, CancellationToken cancellationToken)
    {
        var origins = new List<string>();
        for (var last = ""; ; origins.Add(last))
        {
            var before = last;
#pragma warning disable CA1309 // Runs in the database; the overload that names a comparison has no translation.
            var next = await db.Orders.Where(o => string.Compare(o.Origin, before) > 0).OrderBy(o => o.Origin).Select(o => o.Origin).FirstOrDefaultAsync(cancellationToken);
#pragma warning restore CA1309
            if (next is null) return origins;
            last = next;
        }
    }

    private static async Task<Page<OrderRow>> ByMomentAsync(TowerDbContext db, OrderFilter filter, IQueryable<DatedOrder> orders, string? cursor, int size, CancellationToken cancellationToken)
    {
        if (filter.Status is { Count: > 0 } statuses) orders = orders.Where(it => statuses.Contains(it.Order.Status));
        if (Cursor.ReadMoment(cursor) is var (at, key))
        {
            orders = orders.Where(it => it.At <= at && (it.At < at || it.Order.Key < key));
        }

        var found = await orders.OrderByDescending(it => it.At).ThenByDescending(it => it.Order.Key).Take(size + 1).Select(it => new { it.At, it.Order.Key }).ToListAsync(cancellationToken);
        var page = Cursor.Cut(found, size, it => Cursor.Write(it.At.UtcTicks, it.Key));
        var keys = page.Items.Select(it => it.Key).ToArray();
        var rows = await Rows(db, db.Orders.Where(o => keys.Contains(o.Key))).ToDictionaryAsync(row => row.Key, cancellationToken);
        return new Page<OrderRow>([.. page.Items.Where(it => rows.ContainsKey(it.Key)).Select(it => rows[it.Key])], page.Next);
    }

    private static IQueryable<OrderRow> Rows(TowerDbContext db, IQueryable<Order> orders) => orders.Select(o => new OrderRow(
        o.Key, o.Number, o.Origin, o.CustomerNumber, o.CustomerName, o.Currency, o.Total, o.PlacedAt, o.Status, o.ChangedAt, o.ErpNumber, o.LockedAt,
        db.Cases.Count(c => c.OrderKey == o.Key && c.State < CaseState.Resolved)));
}
