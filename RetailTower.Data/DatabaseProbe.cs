using Microsoft.EntityFrameworkCore;

namespace RetailTower.Data;

/// <summary>Whether the database can be worked with now.</summary>
public sealed class DatabaseProbe(TowerDatabase database)
{
    /// <summary>Null when it answers and its schema is the program's; otherwise what is wrong. SQL Server's schema is owned by <c>db/</c>, so there one read stands for it.</summary>
    public async Task<string?> FindFaultAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await database.ReadAsync(async (db, token) =>
            {
                if (db.Database.IsSqlite())
                {
                    var pending = (await db.Database.GetPendingMigrationsAsync(token)).Count();
                    if (pending > 0) return $"{pending} migrations are not applied; run the migrate verb.";
                }

                await db.Lanes.Select(lane => lane.System).FirstOrDefaultAsync(token);
                return null;
            }, cancellationToken);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            return $"The database does not answer ({failure.GetType().Name}).";
        }
    }
}
