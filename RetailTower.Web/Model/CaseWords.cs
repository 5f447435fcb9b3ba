using RetailTower.Data.Model;
using RetailTower.Data.Queries;
using RetailTower.Data.Stores;
using RetailTower.Engine.Canonical;
using RetailTower.Engine.Exceptions.Ownership;

namespace RetailTower.Web.Model;

/// <summary>What cases, their kinds, owners and remedies are called on screen.</summary>
public static class CaseWords
{
    /// <summary>From how many on a record says anything.</summary>
    private const int Telling = 5;

    /// <summary>Teams that can own a case.</summary>
    public static IReadOnlyList<string> Teams => TeamBook.Names;

    /// <summary>How long an exception can be told to rest; from now on, so that nobody's time zone matters.</summary>
    public static IReadOnlyList<(TimeSpan Span, string Word)> Rests { get; } =
        [(TimeSpan.FromHours(1), "1 hour"), (TimeSpan.FromHours(4), "4 hours"), (TimeSpan.FromDays(1), "1 day"), (TimeSpan.FromDays(3), "3 days"), (TimeSpan.FromDays(7), "1 week")];

    /// <summary>Whom exceptions wait on most often; others can be named.</summary>
    public static IReadOnlyList<string> Partners { get; } = ["the carrier", "the ERP vendor", "the warehouse operator", "the payment provider", "the marketplace", "the customer"];

    public static string Rest(TimeSpan rest) => Rests.First(it => it.Span == rest).Word;

    public static string Word(CaseKind kind) => kind switch
    {
        CaseKind.SchemaViolation => "Not understood",
        CaseKind.SlaBreach => "Late",
        CaseKind.ApprovalNeeded => "Approval needed",
        _ => kind.ToString(),
    };

    public static string Word(CaseState state) => state switch
    {
        CaseState.WaitingOnPartner => "Waiting on partner",
        CaseState.AutoResolved => "Resolved by itself",
        _ => state.ToString(),
    };

    /// <summary>Closed and resting cases are calm, whatever they were about.</summary>
    public static ScreenState Look(CaseRow row) => row.State switch
    {
        CaseState.Resolved or CaseState.AutoResolved => ScreenState.Ok,
        CaseState.Snoozed or CaseState.WaitingOnPartner => ScreenState.Unknown,
        _ => row.Severity == Severity.Breach ? ScreenState.Breach : ScreenState.Attention,
    };

    /// <summary>What a case is about, for someone who talks to the customer.</summary>
    public static string ForCustomer(string domain) => domain switch
    {
        Domains.Customer => "We are clearing a question about the customer's account",
        Domains.Product => "We are clearing a question about an article or its price",
        Domains.Inventory => "We are looking for goods that were not where they should be",
        Domains.Shipment => "We are clearing what was sent with the warehouse",
        Domains.Invoice or Domains.Payment => "We are clearing a question about the invoice or payment",
        Domains.Return => "We are clearing a question about the return",
        Domains.Order => "We are clearing a question about this order",
        _ => "News of this order is delayed for technical reasons; we are on it",
    };

    /// <summary>What to do about it first.</summary>
    public static string Suggestion(Remedy remedy) => remedy switch
    {
        Remedy.RetryCall => "Mend the cause, then retry",
        Remedy.ReplayMessage => "Replay the message",
        Remedy.Revalidate => "Correct the data, then check again",
        Remedy.Reallocate => "Find stock, then allocate again",
        Remedy.Restate => "Write the true status there",
        _ => "Look at the order and the system",
    };

    /// <summary>What to do about it first, by what helped before; without a record that says anything, by what the case needs.</summary>
    public static string Suggestion(Remedy remedy, CaseTrackRecord? record)
    {
        if (record is null) return Suggestion(remedy);
        var tried = remedy == Remedy.ReplayMessage && record.Replay.Times > record.Retry.Times ? record.Replay : record.Retry;
        if (remedy != Remedy.None && tried.Times >= Telling)
        {
            return tried.Worked * 2 >= tried.Times
                ? $"{RetryVerb(remedy)}: worked {Share(tried)}"
                : tried.Worked * 5 < tried.Times ? $"Mend the cause first: a retry worked {Share(tried)}" : Suggestion(remedy);
        }

        if (record.Closed < Telling) return Suggestion(remedy);
        if (record.ByItself * 2 > record.Closed) return $"Wait: {Wording.Count(record.ByItself)} of {Wording.Count(record.Closed)} closed by themselves";
        if (record.ByHand * 2 > record.Closed) return $"Follow the runbook: {Wording.Count(record.ByHand)} of {Wording.Count(record.Closed)} were resolved by hand";
        return Suggestion(remedy);
    }

    /// <summary>What was done about earlier ones of the cause and what came of it, one sentence per action.</summary>
    public static IEnumerable<string> Told(CaseTrackRecord record)
    {
        if (record.Retry.Times > 0) yield return $"Retry worked {Share(record.Retry)}.";
        if (record.Replay.Times > 0) yield return $"Replay worked {Share(record.Replay)}.";
        if (record.Edit.Times > 0) yield return $"A change by hand worked {Share(record.Edit)}.";
        if (record.ByItself > 0) yield return $"{Wording.Count(record.ByItself)} closed with nobody retrying.";
        if (record.ByHand > 0) yield return $"{Wording.Count(record.ByHand)} {(record.ByHand == 1 ? "was" : "were")} resolved by hand.";
        if (record.GivenUp > 0) yield return $"{Wording.Count(record.GivenUp)} {(record.GivenUp == 1 ? "was" : "were")} given up.";
    }

    // Rounded down: what failed once in a thousand did not work always.
    private static string Share(TriedAction tried) => $"{tried.Worked * 100 / tried.Times} % of {Wording.Count(tried.Times, "time")}";

    /// <summary>The verb of a retry, as its button says it.</summary>
    public static string RetryVerb(Remedy remedy) => remedy switch
    {
        Remedy.Revalidate => "Check again",
        Remedy.Reallocate => "Allocate again",
        Remedy.Restate => "Write the true status",
        _ => "Retry",
    };

    /// <summary>Whether it still needs someone.</summary>
    public static bool IsOpen(CaseState state) => state < CaseState.Resolved;

    /// <summary>Why nothing was done and what now; null when it was done.</summary>
    public static string? Problem(CaseOutcome outcome) => outcome switch
    {
        CaseOutcome.Done => null,
        CaseOutcome.NotFound => "This exception no longer exists.",
        CaseOutcome.Closed => "It is resolved already, so nothing was changed.",
        _ => "Someone changed it meanwhile, so nothing was done. You now see how it stands; look again, then decide.",
    };
}
