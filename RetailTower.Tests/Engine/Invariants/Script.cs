using CsCheck;

namespace RetailTower.Tests.Engine.Invariants;

internal enum Deed
{
    /// <summary>The shop sends an order, new or once more.</summary>
    Place,
    /// <summary>One of the events that systems have in store arrives, in no sequence at all.</summary>
    Deliver,
    /// <summary>One that has arrived comes again.</summary>
    Redeliver,
    /// <summary>The shop says something of an order that it may not have sent yet.</summary>
    Remark,
    /// <summary>A message that breaks the step that works on it, until that is mended.</summary>
    Poison,
    /// <summary>A message of a kind that nobody knows.</summary>
    Strange,
    Pump,
    Drain,
    /// <summary>A person retries, or replays, what an open case stands for.</summary>
    Recover,
    /// <summary>A person changes what failed, and sends that or asks another person first.</summary>
    Edit,
    /// <summary>Another person approves or declines it, or it is taken back.</summary>
    Decide,
    /// <summary>A person retries or replays all that is open at once, or what was begun so goes one step on.</summary>
    Bulk,
    /// <summary>A person stops what was begun so, or lets it go on.</summary>
    Switch,
    /// <summary>A person lets an order go again from some step on, at times by what they saw a while ago.</summary>
    Replay,
    /// <summary>A person has one change tried on all that is open, lets it go, or another person decides on it.</summary>
    Patch,
    /// <summary>The next deed's commit is cut: the process ends before or after it.</summary>
    Cut,
    /// <summary>A process ends between two deeds.</summary>
    Restart,
    Wait,
}

/// <param name="Node">Which of the two processes does it.</param>
/// <param name="Choice">Which order, event, partition or case, counted round what there is.</param>
/// <param name="Luck">How the systems answer, or where a commit is cut.</param>
internal sealed record Step(Deed Deed, int Node, int Choice, int Luck)
{
    /// <summary>Deeds as often as they happen in life, failures far more often.</summary>
    public static Gen<Step> Any { get; } = Gen.Select(
        Gen.Frequency(
            (4, Gen.Const(Deed.Place)), (6, Gen.Const(Deed.Deliver)), (1, Gen.Const(Deed.Redeliver)), (1, Gen.Const(Deed.Remark)), (2, Gen.Const(Deed.Poison)), (1, Gen.Const(Deed.Strange)),
            (8, Gen.Const(Deed.Pump)), (8, Gen.Const(Deed.Drain)), (2, Gen.Const(Deed.Recover)), (2, Gen.Const(Deed.Edit)), (2, Gen.Const(Deed.Decide)), (3, Gen.Const(Deed.Bulk)), (1, Gen.Const(Deed.Switch)), (2, Gen.Const(Deed.Replay)), (2, Gen.Const(Deed.Patch)), (3, Gen.Const(Deed.Cut)), (1, Gen.Const(Deed.Restart)), (2, Gen.Const(Deed.Wait))),
        Gen.Int[0, 1], Gen.Int[0, 11], Gen.Int[0, 23], (deed, node, choice, luck) => new Step(deed, node, choice, luck));

    public override string ToString() => $"{Deed}({Node},{Choice},{Luck})";
}
