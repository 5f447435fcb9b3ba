using Microsoft.Data.Sqlite;

namespace RetailTower.Tests.Safety;

/// <summary>What disks, crashes and newer programs do to a database that nobody has open.</summary>
internal static class Damage
{
    private const int Page = 4096;

    /// <summary>Overwrites every fifth page from the second on.</summary>
    public static void Pages(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite);
        var noise = Enumerable.Repeat((byte)0xA5, Page).ToArray();
        for (long at = Page; at < stream.Length; at += 5 * Page)
        {
            stream.Position = at;
            stream.Write(noise);
        }
    }

    public static void CutOff(string file, long bytes)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite);
        stream.SetLength(stream.Length - bytes);
    }

    public static void Append(string file, int bytes)
    {
        using var stream = new FileStream(file, FileMode.Append);
        stream.Write(Enumerable.Repeat((byte)0x5A, bytes).ToArray());
    }

    /// <summary>Turns round one byte, counted from the end.</summary>
    public static void Flip(string file, long fromEnd)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite);
        stream.Position = stream.Length - fromEnd;
        var was = stream.ReadByte();
        stream.Position--;
        stream.WriteByte((byte)~was);
    }

    /// <summary>As program 7.5.3 leaves a database that it has upgraded.</summary>
    public static void MakeNewer(string file)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ConnectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = """INSERT INTO "__EFMigrationsHistory" VALUES ('20990101000000_Later', '99.0.0'); PRAGMA user_version = 7005003;""";
        command.ExecuteNonQuery();
    }
}
