using RetailTower.Data.Model;
using RetailTower.Data.Stores;
using RetailTower.Engine.Orders;

namespace RetailTower.Web.Model;

/// <summary>What edits of failed messages are called on screen, and what has already happened for their order.</summary>
public static class EditWords
{
    public static string Word(EditState state) => state switch
    {
        EditState.AwaitingApproval => "Waits for a second person",
        EditState.Released => "On its way",
        EditState.Done => "Went through",
        EditState.Failed => "Failed as well",
        _ => state.ToString(),
    };

    public static ScreenState Look(EditState state) => state switch
    {
        EditState.AwaitingApproval => ScreenState.Attention,
        EditState.Released => ScreenState.InProgress,
        EditState.Done => ScreenState.Ok,
        EditState.Failed => ScreenState.Breach,
        _ => ScreenState.Unknown,
    };

    /// <summary>What came of an action, for the one who did it.</summary>
    public static string Said(EditResult result, string viewer, DateTimeOffset now) => (result.Outcome, result.Edit) switch
    {
        (EditOutcome.Released, { } edit) => $"Version {edit.Version} goes in the original's place. The exception closes by itself when it goes through.",
        (EditOutcome.AwaitingApproval, { } edit) => $"Version {edit.Version} waits for a second person. Nothing is sent until then.",
        (EditOutcome.Declined, { } edit) => $"Version {edit.Version} is declined. Nothing was sent.",
        (EditOutcome.Withdrawn, { } edit) => $"Version {edit.Version} is taken back. Nothing was sent.",
        (EditOutcome.First, { } edit) => $"Nothing was sent twice: {First(edit, viewer, now)}",
        (EditOutcome.SamePerson, _) => "Someone else must approve it: nobody approves what they asked for themselves.",
        (EditOutcome.NotFailed, _) => "Nothing was sent: the original is on its way again, or settled. You now see how it stands.",
        (EditOutcome.Closed, { State: EditState.Done } edit) => $"Nothing was sent twice: {First(edit, viewer, now)} The exception is closed.",
        (EditOutcome.Closed, _) => "Nothing was sent: the exception is closed.",
        _ => "Nothing was sent: no call or message stands behind this exception any more.",
    };

    /// <summary>What the order has behind it already, so that nobody sends a thing a second time unawares.</summary>
    public static IEnumerable<string> Happened(OrderPicture order)
    {
        foreach (var reference in order.References.Where(reference => reference.System != order.Head.Origin && reference.Type != "number").DistinctBy(reference => (reference.System, reference.Type, reference.Value)))
            yield return $"{SystemNames.Of(reference.System)} holds its {SystemNames.Words(reference.Type)} {reference.Value}.";
        foreach (var parcel in order.Parcels)
            yield return $"A parcel left {SystemNames.Of(parcel.Centre)} with {parcel.Carrier}; label {parcel.TrackingNumber} is printed.";
        foreach (var invoice in order.Invoices.Where(invoice => !invoice.Cancelled))
            yield return $"Invoice {invoice.Number} of {Wording.Money(invoice.Amount, invoice.Currency)} is {(invoice.Paid ? "posted, and its payment captured" : "posted, not paid yet")}.";
        foreach (var back in order.Returns)
            yield return $"Return {back.Row.Rma}: {ReturnWords.Word(back.Row.State).ToLowerInvariant()}.";
    }

    private static string First(MessageEdit edit, string viewer, DateTimeOffset now)
    {
        var who = edit.RequestedBy == viewer ? "You were" : $"{edit.RequestedBy} was";
        var decided = edit is { DecidedBy: { } by, DecidedAt: { } at } ? $", {(by == viewer ? "you" : by)} decided it {Wording.Age(now - at, ago: true)}" : "";
        return $"{who} first, with version {edit.Version} {Wording.Age(now - edit.RequestedAt, ago: true)}{decided}. {Stands(edit.State)}";
    }

    private static string Stands(EditState state) => state switch
    {
        EditState.AwaitingApproval => "It waits for a second person.",
        EditState.Released => "It is on its way.",
        EditState.Done => "It went through.",
        EditState.Failed => "It failed as well.",
        EditState.Declined => "It is declined.",
        _ => "It is taken back.",
    };
}
