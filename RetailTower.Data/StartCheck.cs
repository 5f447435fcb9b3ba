namespace RetailTower.Data;

/// <summary>What was looked at before a database was let go into work.</summary>
/// <param name="AfterUncleanEnd">The last program that used it did not close it, so its pages were looked through.</param>
/// <param name="Complete">All pages were; false when the time allowed for it ran out without a finding.</param>
/// <param name="Took">How long it took.</param>
public sealed record StartCheck(bool AfterUncleanEnd, bool Complete, TimeSpan Took)
{
    public static StartCheck None { get; } = new(false, true, TimeSpan.Zero);
}
