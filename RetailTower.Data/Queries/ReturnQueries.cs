using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Model;

namespace RetailTower.Data.Queries;

/// <summary>One return as lists show it.</summary>
public sealed record ReturnRow(
    long OrderKey, string Number, string Origin, string CustomerName, string Rma, ReturnState State, string Reason, string RequestedBy, DateTimeOffset RequestedAt,
    string? DecidedBy, DateTimeOffset? DecidedAt, string? Decision, decimal Amount, string Currency, DateTimeOffset ChangedAt, DateTimeOffset? ClosedAt, string Sheet);

/// <summary>Reads of the returns.</summary>
public sealed class ReturnQueries(TowerDatabase database)
{
    /// <summary>Newest first. Null <paramref name="state"/> means all.</summary>
    public Task<Page<ReturnRow>> PageAsync(ReturnState? state, string? cursor, int size, CancellationToken cancellationToken) =>
        database.ReadAsync(async (db, token) =>
        {
            size = Cursor.Size(size);
            var returns = db.Returns.AsNoTracking();
            if (state is { } only) returns = returns.Where(r => r.State == only);
            if (Cursor.ReadMoment(cursor) is var (at, key))
            {
                returns = returns.Where(r => r.RequestedAt <= at && (r.RequestedAt < at || r.OrderKey < key));
            }

            var rows = await Rows(db, returns.OrderByDescending(r => r.RequestedAt).ThenByDescending(r => r.OrderKey)).Take(size + 1).ToListAsync(token);
            return Cursor.Cut(rows, size, row => Cursor.Write(row.RequestedAt.UtcTicks, row.OrderKey));
        }, cancellationToken);

    /// <summary>How many stand in a state.</summary>
    public Task<int> CountAsync(ReturnState state, CancellationToken cancellationToken) =>
        database.ReadAsync((db, token) => db.Returns.CountAsync(r => r.State == state, token), cancellationToken);

    internal static IQueryable<ReturnRow> Rows(TowerDbContext db, IQueryable<OrderReturn> returns) =>
        returns.Join(db.Orders, r => r.OrderKey, o => o.Key, (r, o) => new ReturnRow(
            r.OrderKey, o.Number, o.Origin, o.CustomerName, r.Rma, r.State, r.Reason, r.RequestedBy, r.RequestedAt, r.DecidedBy, r.DecidedAt, r.Decision,
            r.Amount, r.Currency, r.ChangedAt, r.ClosedAt, r.Sheet));
}
