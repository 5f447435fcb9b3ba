using System.Buffers.Binary;
using Microsoft.Data.Sqlite;

namespace RetailTower.Data.Sqlite;

/// <summary>
/// What is looked at before a tower works with its database, bounded in time however big it is. After a clean end: that the file is a database and as
/// long as its header says. After an unclean end, which a write-ahead log left behind tells: the log is replayed up to its last whole commit, and the
/// pages are looked through as far as half a second reaches. A backup looks at everything.
/// </summary>
internal static class SqliteStartCheck
{
    private const int HeaderLength = 100, PageSizeAt = 16, ChangesAt = 24, PagesAt = 28, PagesValidForAt = 92, LargestPage = 65536;
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    private static ReadOnlySpan<byte> Magic => "SQLite format 3\0"u8;

    /// <summary>Nobody else may be at work with the database.</summary>
    /// <exception cref="DatabaseRefusedException">It is damaged, or a restore did not come to its end.</exception>
    public static async Task<StartCheck> RunAsync(DatabaseOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        var file = new FileInfo(options.SqliteFile);
        if (!file.Exists)
        {
            var half = SqliteRestore.Incoming(options);
            if (File.Exists(half)) throw new DatabaseRefusedException($"{options.SqliteFile} is not there, but {half} is: a restore was stopped half-way. Run restore --from FILE again.");
            return StartCheck.None;
        }

        var started = time.GetTimestamp();
        var log = new FileInfo(options.SqliteFile + "-wal");
        var unclean = log is { Exists: true, Length: > 0 };
        if (FindInHeader(file, unclean) is { } fault) throw Damaged(options, fault);
        if (!unclean) return new StartCheck(false, true, time.GetElapsedTime(started));
        try
        {
            await using var connection = await SqliteFiles.OpenAsync(options.SqliteFile, SqliteOpenMode.ReadWrite, cancellationToken);
            var (finding, complete) = await SqliteIntegrity.FindDamageAsync(connection, Patience, time, cancellationToken);
            if (finding is not null) throw Damaged(options, finding);
            return new StartCheck(true, complete, time.GetElapsedTime(started));
        }
        catch (SqliteException failure) when (SqliteIntegrity.IsDamage(failure))
        {
            throw Damaged(options, failure.Message, failure);
        }
    }

    internal static DatabaseRefusedException Damaged(DatabaseOptions options, string finding, Exception? cause = null) => new(
        $"The database {options.SqliteFile} is damaged: {finding.TrimEnd('.')}. Bring the last good backup back with restore --from FILE; the damaged database is then kept beside it.", cause);

    private static string? FindInHeader(FileInfo file, bool hasLog)
    {
        // A database begins in its own file, never in its log.
        if (file.Length == 0) return hasLog ? "it is empty, but its write-ahead log is not" : null;
        Span<byte> header = stackalloc byte[HeaderLength];
        using (var stream = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete))
        {
            if (stream.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false) < HeaderLength) return "it is shorter than a database's header";
        }

        if (!header.StartsWith(Magic)) return "it does not begin as an SQLite database does";
        // The log may hold the pages that are missing here.
        if (hasLog || Number(header, ChangesAt) != Number(header, PagesValidForAt)) return null;
        var stated = BinaryPrimitives.ReadUInt16BigEndian(header[PageSizeAt..]);
        var expected = Number(header, PagesAt) * (stated == 1 ? LargestPage : stated);
        return file.Length < expected ? $"it has {file.Length} bytes and should have {expected}" : null;
    }

    private static long Number(ReadOnlySpan<byte> header, int at) => BinaryPrimitives.ReadUInt32BigEndian(header[at..]);
}
