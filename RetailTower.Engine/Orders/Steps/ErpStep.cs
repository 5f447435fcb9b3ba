using RetailTower.Data.Model;
using RetailTower.Engine.Canonical;
using RetailTower.Engine.Orders.Policies;

namespace RetailTower.Engine.Orders.Steps;

/// <summary>The ERP stores, allocates and back-orders; what it allocates is released to the centres.</summary>
public static class ErpStep
{
    /// <summary>The ERP states the order. Statements are cumulative, so one that comes late or twice moves nothing.</summary>
    public static void Stated(OrderTurn turn, ErpOrderStated stated)
    {
        var order = turn.Order;
        order.ErpNumber = stated.ErpNumber;
        turn.Claim(turn.Message.System, "status", stated.Reviewed ? "Open" : "Draft", stated.Version ?? stated.At.UtcTicks);
        turn.MoveAll(Trigger.ErpStored);
        if (!stated.Reviewed) return;
        foreach (var line in stated.Lines)
        {
            var allocatedNow = line.Allocated - turn.Sum(line.LineNo, Journey.Allocated);
            if (allocatedNow > 0) turn.Move(Trigger.ErpAllocated, line.LineNo, allocatedNow);
            var undecided = turn.Sum(line.LineNo, Journey.Undecided);
            if (undecided > 0 && line.Allocated < line.Ordered) turn.Move(Trigger.ErpBackOrdered, line.LineNo, Math.Min(undecided, line.Ordered - line.Allocated));
        }

        if (order.Lines.Exists(part => Journey.Undecided.Contains(part.State))) return;
        order.ConfirmedAt ??= turn.Now;
        turn.Met(ExpectedSteps.ErpReview);
        ReleaseConfirmed(turn);
    }

    /// <summary>The ERP refused the order; the case that stands for the refused call owns what happens next.</summary>
    public static void Rejected(OrderTurn turn, string code, string why)
    {
        turn.Met(ExpectedSteps.ErpReview);
        turn.Order.ConfirmedAt ??= turn.Now;
        turn.MoveAll(Trigger.ErpRejected, part => part.State != LineState.Rejected, detail: $"{code}: {why}");
    }

    /// <summary>Asks the centres to send everything that is confirmed and not yet released.</summary>
    public static void ReleaseConfirmed(OrderTurn turn)
    {
        var order = turn.Order;
        var confirmed = order.Lines.Where(part => part.State == LineState.Confirmed).GroupBy(part => part.LineNo)
            .Select(line => (line.Key, line.First().Sku, line.Sum(part => part.Quantity))).ToList();
        if (confirmed.Count == 0) return;
        foreach (var centre in Allocation.Plan(turn.Context, confirmed).GroupBy(part => part.Centre))
        {
            var release = NextRelease(order, centre.Key);
            foreach (var (_, lineNo, _, quantity) in centre)
            {
                turn.Move(Trigger.Release, lineNo, quantity, stamp: part => (part.Centre, part.Release) = (centre.Key, release), detail: $"{centre.Key} release {release}");
            }

            // By this number the centre will speak of the order.
            turn.Know(centre.Key, "number", order.Number);
            turn.Claim(centre.Key, CentreStep.ReleaseField(release), "asked", 0);
            turn.Ask(centre.Key, Operations.Release, new ReleaseCommand(order.Number, release, order.RequestedDelivery, CanonicalJson.Read<PostalAddress>(order.ShipTo),
                centre.Select(part => new ReleaseLine(part.LineNo, part.Sku, part.Quantity)).ToList()), name: $"{centre.Key}:{release}");
            turn.Expect(ExpectedSteps.CentreAccepts, centre.Key, centre.Key);
            turn.Expect(ExpectedSteps.Shipping, centre.Key, centre.Key);
        }
    }

    /// <summary>One more than any before, also when nothing of that one is left at the centre: a number used twice would be taken for a repeat.</summary>
    private static string NextRelease(Order order, string centre)
    {
        var number = 1;
        while (order.Claims.Exists(claim => claim.System == centre && claim.Field == CentreStep.ReleaseField(Text(number)))) number++;
        return Text(number);

        static string Text(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }
}
