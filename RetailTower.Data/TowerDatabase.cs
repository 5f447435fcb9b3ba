using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace RetailTower.Data;

/// <summary>
/// The way into the database for stores: one call = one unit, committed whole or not at all. SQLite's writers queue and share commits in the
/// <see cref="GroupWriter"/>; SQL Server's run side by side, each in a transaction of its own.
/// </summary>
public sealed class TowerDatabase(IServiceScopeFactory scopes, DatabaseOptions options) : IAsyncDisposable
{
    private const int MaxTries = 5;
    private readonly GroupWriter? _group = options.Provider == DatabaseProvider.Sqlite ? new GroupWriter(scopes) : null;

    /// <summary>Reads on a context that tracks nothing.</summary>
    public async Task<T> ReadAsync<T>(Func<TowerDbContext, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TowerDbContext>();
        db.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
        return await read(db, cancellationToken);
    }

    /// <summary>
    /// Runs <paramref name="work"/> in a transaction and returns once it is committed. On a transient failure, or when a concurrent writer was
    /// first (a unique key met twice, a version passed), it runs again from the beginning; so <paramref name="work"/> must not change anything outside its context.
    /// </summary>
    /// <param name="urgent">A sender waits for this commit: it goes before the others that wait to write.</param>
    public async Task<T> WriteAsync<T>(Func<TowerDbContext, CancellationToken, Task<T>> work, CancellationToken cancellationToken, bool urgent = false)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await CommitAsync(db => work(db, cancellationToken), urgent, cancellationToken);
            }
            catch (Exception failure) when (attempt < MaxTries && MaySucceedAgain(failure))
            {
                // The next attempt reads what the concurrent writer committed.
            }
        }
    }

    /// <summary>
    /// Like <see cref="WriteAsync{T}"/>, but <paramref name="prepare"/> reads and computes before the transaction begins, on a context of its own that
    /// tracks nothing, so that a long computation keeps no writer waiting. Only for work that a lease or a version guard protects;
    /// <paramref name="commit"/> must check that guard.
    /// </summary>
    public async Task<T> UnitAsync<T>(
        Func<TowerDbContext, CancellationToken, Task<T>> prepare, Func<TowerDbContext, T, CancellationToken, Task> commit, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var prepared = await ReadAsync(prepare, cancellationToken);
            try
            {
                return await CommitAsync(async db =>
                {
                    await commit(db, prepared, cancellationToken);
                    return prepared;
                }, false, cancellationToken);
            }
            catch (Exception failure) when (attempt < MaxTries && MaySucceedAgain(failure))
            {
                // The next attempt reads what the concurrent writer committed.
            }
        }
    }

    public Task WriteAsync(Func<TowerDbContext, CancellationToken, Task> work, CancellationToken cancellationToken) =>
        WriteAsync(async (db, token) =>
        {
            await work(db, token);
            return true;
        }, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_group is not null) await _group.DisposeAsync();
    }

    private async Task<T> CommitAsync<T>(Func<TowerDbContext, Task<T>> work, bool urgent, CancellationToken cancellationToken)
    {
        if (_group is not null) return await _group.RunAsync(work, urgent, cancellationToken);
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TowerDbContext>();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var result = await work(db);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return result;
    }

    private bool MaySucceedAgain(Exception failure)
    {
        if (failure is DbUpdateConcurrencyException) return true;
        using var scope = scopes.CreateScope();
        var db = scope.ServiceProvider.GetRequiredService<TowerDbContext>();
        return db.IsTransient(failure) || db.IsDuplicateKey(failure);
    }
}
