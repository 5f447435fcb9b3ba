namespace RetailTower.Engine.Simulation.BusinessCentral;

/// <summary>
/// Reserves the ERP's inventory for order lines, first come first served. What cannot be reserved waits per item and
/// is served when goods arrive or another line lets go of its share.
/// </summary>
internal sealed class Stockroom(Books books)
{
    private readonly Dictionary<Guid, Queue<(Guid OrderId, Guid LineId)>> _waiting = [];

    /// <summary>The line with as much reserved as there is; the rest is put in the queue.</summary>
    public OrderLine Reserve(Guid orderId, OrderLine line)
    {
        var wanted = line.Outstanding - line.Allocated;
        if (wanted <= 0) return line;
        var granted = Take(line, wanted);
        if (granted < wanted) Wait(line.ItemId, orderId, line.Id);
        return Default(line with { Allocated = line.Allocated + granted });
    }

    /// <summary>The line with at most `keep` reserved; what it lets go serves others once the order is saved.</summary>
    public OrderLine Release(OrderLine line, decimal keep)
    {
        var freed = line.Allocated - keep;
        if (freed <= 0) return line;
        if (books.Items.Find(line.ItemId) is { } item) books.Items.Put(item with { Reserved = item.Reserved - freed });
        return Default(line with { Allocated = keep });
    }

    /// <summary>Takes shipped goods off the shelf. False when neither the reservation nor free stock covers them.</summary>
    public bool Ship(OrderLine line, decimal quantity)
    {
        if (line.LineType != "Item" || books.Items.Find(line.ItemId) is not { } item) return true;
        var reserved = Math.Min(line.Allocated, quantity);
        if (quantity - reserved > item.Free) return false;
        if (item.Type == "Inventory")
            books.Items.Put(item with { Inventory = item.Inventory - quantity, Reserved = item.Reserved - reserved });
        return true;
    }

    /// <summary>Goods arrive: the item shows it, and waiting lines are served.</summary>
    public void Arrive(Guid itemId, decimal quantity)
    {
        if (books.Items.Find(itemId) is not { } item) return;
        books.Save(item with { Inventory = item.Inventory + quantity });
        Serve(itemId);
    }

    /// <summary>Gives free stock to the lines that wait for it, oldest first.</summary>
    public void Serve(Guid itemId)
    {
        if (!_waiting.TryGetValue(itemId, out var queue)) return;
        while (queue.TryPeek(out var next) && books.Items.Find(itemId) is { Free: > 0 })
        {
            if (books.Orders.Find(next.OrderId) is not { } order || order.Lines.FirstOrDefault(l => l.Id == next.LineId) is not { } line
                || line.Outstanding <= line.Allocated)
            {
                queue.Dequeue();
                continue;
            }
            var granted = Take(line, line.Outstanding - line.Allocated);
            var risen = line with { Allocated = line.Allocated + granted, RowVersion = books.NextVersion() };
            // Whoever is preparing a posting must not have it grow under their hands.
            if (!order.Lines.Any(l => l.Prepared)) risen = Default(risen);
            books.Save(order with { Lines = [.. order.Lines.Select(l => l.Id == line.Id ? risen : l)] });
            if (risen.Outstanding <= risen.Allocated) queue.Dequeue();
        }
        if (queue.Count == 0) _waiting.Remove(itemId);
    }

    /// <summary>Puts every open order's unserved lines back in the queue, oldest order first, after books were read from a file.</summary>
    public void Requeue()
    {
        foreach (var order in books.Orders.All.Where(o => o.Status == SalesOrder.Open).OrderBy(o => o.Number, StringComparer.Ordinal))
            foreach (var line in order.Lines.Where(l => l.Outstanding > l.Allocated)) Wait(line.ItemId, order.Id, line.Id);
    }

    /// <summary>Without a client's word, a line ships what is reserved and invoices what has been shipped by then.</summary>
    public static OrderLine Default(OrderLine line) =>
        line with { ShipQuantity = line.Allocated, InvoiceQuantity = line.Allocated + line.Shipped - line.Invoiced, Prepared = false };

    private decimal Take(OrderLine line, decimal wanted)
    {
        if (line.LineType != "Item" || books.Items.Find(line.ItemId) is not { Type: "Inventory" } item) return wanted;
        var granted = Math.Min(wanted, item.Free);
        if (granted > 0) books.Items.Put(item with { Reserved = item.Reserved + granted });
        return granted;
    }

    private void Wait(Guid itemId, Guid orderId, Guid lineId)
    {
        if (!_waiting.TryGetValue(itemId, out var queue)) _waiting[itemId] = queue = [];
        queue.Enqueue((orderId, lineId));
    }
}
