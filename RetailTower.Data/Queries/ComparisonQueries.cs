using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Model;

namespace RetailTower.Data.Queries;

/// <summary>A comparison and what it has found so far.</summary>
public sealed record ComparisonRow(
    long Id, bool Sample, string RequestedBy, DateTimeOffset RequestedAt, OperationState State, int Total, int Compared, int Untrue, int Unheard, int Unjudged, string? Silence, bool SecondLook, DateTimeOffset? FinishedAt)
{
    /// <summary>Orders looked at for good.</summary>
    public int Seen => Compared + Unjudged;

    /// <summary>Share of the compared orders of which the originator shows what is true; null while none was compared.</summary>
    public double? Accuracy => Compared == 0 ? null : 1 - ((double)Untrue / Compared);

    /// <summary>
    /// Bounds between which the accuracy of all orders lies with 95 % confidence (Wilson's score interval); for a comparison of all orders both are the accuracy itself.
    /// </summary>
    public (double Low, double High)? Bounds => Accuracy is not { } share ? null : Sample ? Wilson(share, Compared) : (share, share);

    private static (double Low, double High) Wilson(double share, int count)
    {
        const double z = 1.959964;
        var spread = z * z / count;
        var centre = (share + spread / 2) / (1 + spread);
        var reach = z / (1 + spread) * Math.Sqrt(share * (1 - share) / count + spread / (4 * count));
        return (Math.Max(0, centre - reach), Math.Min(1, centre + reach));
    }
}

/// <summary>Reads of comparisons.</summary>
public sealed class ComparisonQueries(TowerDatabase database)
{
    /// <summary>Newest first.</summary>
    public Task<Page<ComparisonRow>> PageAsync(string? cursor, int size, CancellationToken cancellationToken) => database.ReadAsync(async (db, token) =>
    {
        size = Cursor.Size(size);
        var comparisons = db.Comparisons.AsQueryable();
        if (Cursor.Read(cursor) is { } before) comparisons = comparisons.Where(c => c.Id < before);
        return Cursor.Cut(await Rows(comparisons.OrderByDescending(c => c.Id)).Take(size + 1).ToListAsync(token), size, row => Cursor.Write(row.Id));
    }, cancellationToken);

    /// <summary>Null when there is none of that number.</summary>
    public Task<ComparisonRow?> GetAsync(long id, CancellationToken cancellationToken) =>
        database.ReadAsync((db, token) => Rows(db.Comparisons.Where(c => c.Id == id)).SingleOrDefaultAsync(token), cancellationToken);

    /// <summary>The newest that compared anything and ended; null when there is none.</summary>
    public Task<ComparisonRow?> LastAsync(CancellationToken cancellationToken) =>
        database.ReadAsync((db, token) => Rows(db.Comparisons.Where(c => c.State == OperationState.Done && c.Compared > 0).OrderByDescending(c => c.Id)).FirstOrDefaultAsync(token), cancellationToken);

    private static IQueryable<ComparisonRow> Rows(IQueryable<Comparison> comparisons) => comparisons.Select(c => new ComparisonRow(
        c.Id, c.Sample, c.RequestedBy, c.RequestedAt, c.State, c.Total, c.Compared, c.Untrue, c.Unheard, c.Unjudged, c.Silence, c.SecondLook, c.FinishedAt));
}
