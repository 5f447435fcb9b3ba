using RetailTower.Data.Model;
using RetailTower.Engine.Canonical;
using RetailTower.Engine.Exceptions;
using RetailTower.Engine.Orders.Policies;

namespace RetailTower.Engine.Orders.Steps;

/// <summary>An order arrives, is amended, is judged by the tower's rules and goes to the ERP.</summary>
public static class PlacedStep
{
    private const int MaxCountry = 64;

    /// <summary>Creates the order that the message introduces.</summary>
    public static Order Create(long key, string origin, CanonicalOrder placed, long version, DateTimeOffset receivedAt, DateTimeOffset now)
    {
        var order = new Order
        {
            Key = key,
            Number = placed.Number,
            Origin = origin,
            CustomerNumber = placed.CustomerNumber,
            CustomerName = placed.CustomerName,
            Currency = placed.Currency,
            ShipTo = "",
            ReceivedAt = receivedAt,
            ChangedAt = now,
            Version = 1,
        };
        TakeOver(order, placed, version);
        foreach (var line in placed.Lines) order.Lines.Add(NewLine(order, line, LineState.Received, now));
        return order;
    }

    /// <summary>Registers the numbers by which originator and ERP will speak of the order before the ERP is told of it, then submits.</summary>
    public static void Begin(OrderTurn turn)
    {
        var order = turn.Order;
        turn.Know(order.Origin, "number", order.Number);
        turn.Know(order.Origin, "tower", OrderKey.Format(order.Key));
        if (turn.Context.Systems.Erp is { } erp) turn.Know(erp, "number", order.Number);
        turn.Remark(OrderPlaced.Type, $"Order {order.Number} placed with {order.Origin}.");
        Validate(turn);
    }

    /// <summary>Whether the message may lead to <see cref="Validate"/>, which must know customer, articles and stock.</summary>
    public static bool MayJudge(Order order, InboxMessage message) =>
        message.Kind == TowerMessages.Revalidate || order.Lines.Count == 0 || order.Lines.Exists(part => part.State is LineState.Received or LineState.Held);

    /// <summary>Judges what has not been submitted and submits it, or holds it.</summary>
    public static void Validate(OrderTurn turn)
    {
        var order = turn.Order;
        if (turn.Context.Systems.Erp is not { } erp) return;
        var verdict = Validation.Judge(turn.Context, order);
        var subject = CaseBook.OrderSubject(order.Key, CaseMatters.Validation);
        if (verdict.Holds.Count > 0)
        {
            var detail = string.Join(" ", verdict.Holds.Select(finding => finding.Text));
            turn.MoveAll(Trigger.Hold, part => part.State != LineState.Held, detail: detail);
            var first = verdict.Holds[0];
            turn.Open(turn.Context.Cases.Order(order, CaseKind.Rejected, Remedy.Revalidate, first.Domain, "tower", CaseMatters.Validation, $"The tower's rules hold it: {first.Code}", detail));
            return;
        }

        if (verdict.Advice.Count > 0) turn.Remark("validated", string.Join(" ", verdict.Advice.Select(finding => finding.Text)));
        if (turn.MoveAll(Trigger.Submit) == 0) return;
        turn.Settle(subject, "The order passed the tower's rules.");
        order.SubmittedAt = turn.Now;
        turn.Ask(erp, Operations.SubmitOrder, new SubmitOrderCommand(ToCanonical(order)), name: "1");
        turn.Expect(ExpectedSteps.ErpReview, erp);
    }

    /// <summary>The originator states the order again: nothing new, stale, an amendment, or one that comes too late.</summary>
    public static void Restate(OrderTurn turn, OrderPlaced placed)
    {
        var order = turn.Order;
        var version = placed.Version ?? placed.At.UtcTicks;
        if (version <= order.OriginVersion) return;
        var changes = Changes(order, placed.Order).ToList();
        var open = order.Lines.Where(part => part.State != LineState.Cancelled).ToList();
        var waits = open.TrueForAll(part => part.State is LineState.Received or LineState.Held) && (open.Count > 0 || order.SubmittedAt is null);
        if (changes.Count == 0 && (!waits || HasTerms(order, placed.Order)))
        {
            order.OriginVersion = version;
            return;
        }

        if (waits)
        {
            Replace(turn, placed.Order, changes, version);
            return;
        }

        if (open.Exists(part => part.State is LineState.Cancelling || (Journey.Allocated.Contains(part.State) && part.State != LineState.Confirmed)))
        {
            turn.Open(turn.Context.Cases.Order(order, CaseKind.Rejected, Remedy.None, Domains.Order, order.Origin, CaseMatters.Amendment, "Changed after its goods were released",
                $"{order.Origin} changed {Describe(changes)} when a centre was already working on the order. Agree with the customer: cancel or return what differs."));
            turn.Remark("amendment-too-late", Describe(changes));
            order.OriginVersion = version;
            return;
        }

        Amend(turn, placed.Order, changes, version);
    }

    /// <summary>The order as it was taken over, without what was cancelled since.</summary>
    public static CanonicalOrder ToCanonical(Order order) => new(
        order.Number, order.CustomerNumber, order.CustomerName, order.CustomerEmail, order.CustomerPhone, order.PurchaseOrderNumber, order.Currency, order.PlacedAt,
        order.RequestedDelivery, CanonicalJson.Read<PostalAddress>(order.ShipTo),
        order.Lines.Where(part => part.State != LineState.Cancelled).GroupBy(part => part.LineNo).OrderBy(line => line.Key)
            .Select(line => new CanonicalOrderLine(line.Key, line.First().Sku, line.First().Description, line.Sum(part => part.Quantity), line.First().UnitPrice, line.First().Reference)).ToList());

    private static void Replace(OrderTurn turn, CanonicalOrder placed, List<(int LineNo, decimal Was, CanonicalOrderLine Line)> changes, long version)
    {
        var order = turn.Order;
        turn.Remark(OrderAmended.Type, $"{order.Origin} changed the order before it was submitted.");
        TakeOver(order, placed, version);
        foreach (var (lineNo, was, line) in changes)
        {
            if (line.Quantity < was) turn.Move(Trigger.Cancel, lineNo, was - line.Quantity, detail: "amended");
            else if (order.Lines.Find(part => part.LineNo == lineNo && part.State != LineState.Cancelled) is { } there) there.Quantity += line.Quantity - was;
            else order.Lines.Add(NewPart(order, line with { Quantity = line.Quantity - was }, LineState.Received, turn.Now));
        }

        foreach (var part in order.Lines)
        {
            if (placed.Lines.FirstOrDefault(line => line.LineNo == part.LineNo) is { } line)
                (part.Sku, part.Description, part.UnitPrice, part.Reference) = (line.Sku, Cut(line.Description), line.UnitPrice, line.Reference);
        }

        order.Lines.RemoveAll(part => placed.Lines.All(line => line.LineNo != part.LineNo));
        Validate(turn);
    }

    private static void Amend(OrderTurn turn, CanonicalOrder placed, List<(int LineNo, decimal Was, CanonicalOrderLine Line)> changes, long version)
    {
        var order = turn.Order;
        turn.Remark(OrderAmended.Type, $"{order.Origin} changed {Describe(changes)}.");
        foreach (var (lineNo, was, line) in changes)
        {
            if (line.Quantity < was) turn.Move(Trigger.Cancel, lineNo, was - line.Quantity, detail: "amended");
            if (line.Quantity <= was) continue;
            order.Lines.Add(NewPart(order, line with { Quantity = line.Quantity - was }, LineState.Submitting, turn.Now));
            if (turn.Context.Systems.Erp is { } erp) turn.Expect(ExpectedSteps.ErpReview, erp);
        }

        TakeOver(order, placed, version);
        AskErpToAmend(turn);
    }

    /// <summary>Tells the ERP the quantities that are still wanted, line by line.</summary>
    public static void AskErpToAmend(OrderTurn turn)
    {
        if (turn.Context.Systems.Erp is not { } erp) return;
        var order = turn.Order;
        if (order.Lines.TrueForAll(part => part.State == LineState.Cancelled))
        {
            turn.Met(ExpectedSteps.ErpReview);
            turn.Ask(erp, Operations.CancelOrder, new CancelOrderCommand(order.Number, "Cancelled by the customer."));
            return;
        }

        var wanted = order.Lines.GroupBy(part => part.LineNo)
            .Select(line => new LineQuantity(line.Key, line.Where(part => part.State != LineState.Cancelled).Sum(part => part.Quantity))).ToList();
        turn.Ask(erp, Operations.AmendOrder, new AmendOrderCommand(order.Number, wanted), "amend");
    }

    private static IEnumerable<(int LineNo, decimal Was, CanonicalOrderLine Line)> Changes(Order order, CanonicalOrder placed)
    {
        // What was cancelled by a message of its own is gone from the order, although the originator may still list it.
        var now = order.Lines.GroupBy(part => part.LineNo).ToDictionary(
            line => line.Key, line => (Live: line.Where(part => part.State is not (LineState.Cancelled or LineState.Cancelling)).Sum(part => part.Quantity), All: line.Sum(part => part.Quantity)));
        foreach (var line in placed.Lines)
        {
            var (live, all) = now.GetValueOrDefault(line.LineNo);
            if (line.Quantity != live && line.Quantity != all) yield return (line.LineNo, live, line);
        }
    }

    /// <summary>True when the rules would judge the same: what held the order may have been mended where it came from.</summary>
    private static bool HasTerms(Order order, CanonicalOrder placed) =>
        order.CustomerNumber == placed.CustomerNumber && order.RequestedDelivery == placed.RequestedDelivery
        && placed.Lines.All(line => order.Lines.Where(part => part.LineNo == line.LineNo).All(part => part.Sku == line.Sku && part.UnitPrice == line.UnitPrice));

    private static string Describe(IEnumerable<(int LineNo, decimal Was, CanonicalOrderLine Line)> changes) =>
        string.Join(", ", changes.Select(change => FormattableString.Invariant($"line {change.LineNo} from {change.Was:0.##} to {change.Line.Quantity:0.##}")));

    private static OrderLine NewLine(Order order, CanonicalOrderLine line, LineState state, DateTimeOffset now) => new()
    {
        OrderKey = order.Key,
        LineNo = line.LineNo,
        Part = 1,
        Sku = line.Sku,
        Description = Cut(line.Description),
        Quantity = line.Quantity,
        UnitPrice = line.UnitPrice,
        State = state,
        StateAt = now,
        Reference = line.Reference,
    };

    private static OrderLine NewPart(Order order, CanonicalOrderLine line, LineState state, DateTimeOffset now)
    {
        var added = NewLine(order, line, state, now);
        added.Part = order.Lines.Where(part => part.LineNo == line.LineNo).Select(part => part.Part + 1).DefaultIfEmpty(1).Max();
        return added;
    }

    private static string Cut(string description) => description.Length <= 256 ? description : description[..256];

    private static void TakeOver(Order order, CanonicalOrder placed, long version)
    {
        order.CustomerNumber = placed.CustomerNumber;
        order.CustomerName = placed.CustomerName;
        order.CustomerEmail = placed.CustomerEmail;
        order.CustomerPhone = placed.CustomerPhone;
        order.PhoneDigits = PhoneDigits.FromEnd(placed.CustomerPhone);
        order.PurchaseOrderNumber = placed.PurchaseOrderNumber;
        order.PlacedAt = placed.PlacedAt;
        order.RequestedDelivery = placed.RequestedDelivery;
        order.ShipTo = CanonicalJson.Write(placed.ShipTo);
        order.Country = placed.ShipTo.Country.Length <= MaxCountry ? placed.ShipTo.Country : placed.ShipTo.Country[..MaxCountry];
        order.Total = placed.Total;
        order.OriginVersion = version;
    }
}
