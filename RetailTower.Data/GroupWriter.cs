using System.Data.Common;
using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using RetailTower.Data.Sqlite;

namespace RetailTower.Data;

/// <summary>
/// SQLite has one writer, and each commit waits for the disk. Whoever writes queues here; those that wait together share one transaction and its one
/// wait, each behind a savepoint of its own, so that one that fails takes nothing of the others with it. Nobody is answered before the commit.
/// </summary>
internal sealed class GroupWriter(IServiceScopeFactory scopes) : IAsyncDisposable
{
    private const int MostUnits = 64;
    private const string Savepoint = "unit";

    /// <summary>No unit is added to a transaction that is older: those in it wait for its end, and so does another process that writes.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(50);

    private readonly Lock _lock = new();
    private readonly Queue<Unit> _urgent = new(), _others = new();
    private bool _running;
    private Task _loop = Task.CompletedTask;
    private AsyncServiceScope? _scope;

    /// <summary>Runs the work in a transaction and returns once it is on the disk.</summary>
    /// <param name="urgent">A sender waits for it: it goes before the others that wait.</param>
    /// <exception cref="OperationCanceledException">Cancelled before its turn, or by the work itself; nothing of it was written.</exception>
    public Task<T> RunAsync<T>(Func<TowerDbContext, Task<T>> work, bool urgent, CancellationToken cancellationToken)
    {
        var unit = new Unit<T>(work, cancellationToken);
        lock (_lock)
        {
            (urgent ? _urgent : _others).Enqueue(unit);
            if (!_running)
            {
                _running = true;
                _loop = Task.Run(LoopAsync, CancellationToken.None);
            }
        }

        return unit.Result;
    }

    /// <summary>Whoever is in the queue is written first.</summary>
    public async ValueTask DisposeAsync()
    {
        await _loop;
        await CloseAsync();
    }

    private async Task LoopAsync()
    {
        while (Next() is { } first) await CommitAsync(first);
    }

    private Unit? Next(bool more = false)
    {
        lock (_lock)
        {
            if (_urgent.TryDequeue(out var unit) || _others.TryDequeue(out unit)) return unit;
            if (!more) _running = false;
            return null;
        }
    }

    private async Task CommitAsync(Unit first)
    {
        var written = new List<Unit>();
        var unit = first;
        try
        {
            var db = await OpenAsync();
            await using var transaction = await db.Database.BeginTransactionAsync();
            var begun = Stopwatch.GetTimestamp();
            do
            {
                if (await WriteAsync(db, transaction, unit)) written.Add(unit);
                unit = written.Count < MostUnits && Stopwatch.GetElapsedTime(begun) < Longest ? Next(more: true) : null;
            }
            while (unit is not null);

            if (written.Count > 0) await transaction.CommitAsync();
        }
        catch (Exception failure)
        {
            // The transaction is gone, and with it what all of them wrote.
            unit?.Fail(failure);
            written.ForEach(one => one.Fail(failure));
            await CloseAsync();
            return;
        }

        written.ForEach(one => one.Complete());
    }

    /// <summary>The writer's own connection, open from its first transaction on: the pages that it wrote stay good in its memory, since nobody else writes.</summary>
    private async Task<TowerDbContext> OpenAsync()
    {
        if (_scope is { } open) return open.ServiceProvider.GetRequiredService<TowerDbContext>();
        _scope = scopes.CreateAsyncScope();
        var db = _scope.Value.ServiceProvider.GetRequiredService<TowerDbContext>();
        await db.Database.OpenConnectionAsync();
        await db.Database.ExecuteSqlRawAsync(SqlitePragmas.WriterMemory);
        return db;
    }

    private async Task CloseAsync()
    {
        if (_scope is not { } open) return;
        _scope = null;
        try
        {
            await open.DisposeAsync();
        }
        catch (DbException)
        {
            // One that is broken may not even close; the next transaction opens another.
        }
    }

    private static async Task<bool> WriteAsync(TowerDbContext db, IDbContextTransaction transaction, Unit unit)
    {
        await transaction.CreateSavepointAsync(Savepoint);
        try
        {
            await unit.RunAsync(db);
            return true;
        }
        catch (Exception failure)
        {
            unit.Fail(failure);
            await transaction.RollbackToSavepointAsync(Savepoint);
            return false;
        }
        finally
        {
            db.ChangeTracker.Clear();
        }
    }

    private abstract class Unit
    {
        public abstract Task RunAsync(TowerDbContext db);

        public abstract void Complete();

        public abstract void Fail(Exception failure);
    }

    private sealed class Unit<T>(Func<TowerDbContext, Task<T>> work, CancellationToken cancellationToken) : Unit
    {
        private readonly TaskCompletionSource<T> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? _value;

        public Task<T> Result => _result.Task;

        public override async Task RunAsync(TowerDbContext db)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _value = await work(db);
            await db.SaveChangesAsync(cancellationToken);
        }

        public override void Complete() => _result.TrySetResult(_value!);

        public override void Fail(Exception failure)
        {
            if (failure is OperationCanceledException cancelled && cancellationToken.IsCancellationRequested) _result.TrySetCanceled(cancelled.CancellationToken);
            else _result.TrySetException(failure);
        }
    }
}
