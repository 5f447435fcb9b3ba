using RetailTower.Data.Stores;
using RetailTower.Engine.Canonical;

namespace RetailTower.Engine.Reconciliation.Sequences;

/// <summary>How far the running numbers of a system have come.</summary>
/// <param name="Newest">The highest number, as the system writes it.</param>
/// <param name="PlacedAt">When the newest of its documents was made.</param>
public sealed record SeriesPicture(string System, string Newest, DateTimeOffset PlacedAt);

/// <summary>Numbers that were passed over and have not turned up.</summary>
/// <param name="Missing">How many.</param>
/// <param name="Which">Some of them, as their system writes them.</param>
/// <param name="AskAt">When the system is asked (again); null when it is not asked, since so many at once are no lost orders.</param>
/// <param name="DueAt">When they become an exception; null once they are one.</param>
/// <param name="Silence">Why the system did not answer when it was last asked; null when it did, or was not asked yet.</param>
public sealed record GapPicture(long Id, string System, long Missing, string Which, DateTimeOffset SeenAt, DateTimeOffset? AskAt, DateTimeOffset? DueAt, string? Silence);

/// <summary>What the running numbers tell of orders that never arrived.</summary>
public sealed class NumberDesk(NumberStore store)
{
    /// <summary>All series, and the newest gaps.</summary>
    public async Task<(IReadOnlyList<SeriesPicture> Series, IReadOnlyList<GapPicture> Gaps)> ListAsync(int mostGaps, CancellationToken cancellationToken)
    {
        var (series, gaps) = await store.ListAsync(mostGaps, cancellationToken);
        return (series.ConvertAll(it => new SeriesPicture(it.System, new RunningNumber(it.Series, it.Highest).ToString(), it.PlacedAt)), gaps.ConvertAll(gap =>
        {
            var missing = NumberSpans.Parse(gap.Missing);
            return new GapPicture(gap.Id, gap.System, missing.Count, NumberWords.Text(gap, missing), gap.SeenAt, gap.AskAt, gap.DueAt, gap.Silence);
        }));
    }
}
