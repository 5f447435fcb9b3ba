using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace RetailTower.Tests.Engine.Invariants;

/// <summary>The process ends here, as far as whoever called the database can tell.</summary>
internal sealed class CutException(string where) : Exception($"Cut {where} the commit.");

/// <summary>Ends the process at a commit: right before it, so that nothing was written, or right after it, so that nobody hears of it.</summary>
internal sealed class Cut : DbTransactionInterceptor
{
    private int _before = -1, _after = -1;

    /// <summary>The commit that comes after so many others is cut.</summary>
    public void Arm(bool before, int commits) => (_before, _after) = before ? (commits, -1) : (-1, commits);

    public void Disarm() => (_before, _after) = (-1, -1);

    public override ValueTask<InterceptionResult> TransactionCommittingAsync(DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default) =>
        _before >= 0 && _before-- == 0 ? throw new CutException("before") : ValueTask.FromResult(result);

    public override Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default) =>
        _after >= 0 && _after-- == 0 ? throw new CutException("after") : Task.CompletedTask;
}
