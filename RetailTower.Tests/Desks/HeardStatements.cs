using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace RetailTower.Tests.Desks;

/// <summary>Remembers the statements of one test's database while someone listens.</summary>
internal sealed class HeardStatements : DbCommandInterceptor
{
    public bool Listening { get; set; }

    public List<(string Text, IReadOnlyList<DbParameter> Parameters)> Statements { get; } = [];

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        if (Listening) Statements.Add((command.CommandText, [.. command.Parameters.Cast<DbParameter>()]));
        return ValueTask.FromResult(result);
    }
}
