namespace RetailTower.Engine.Simulation.Salesforce;

/// <summary>Record ids: 15 case-sensitive characters, and 3 more that make them safe where case is lost.</summary>
internal static class SalesforceId
{
    private const string Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const string Suffixes = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";

    /// <summary>The 18-character id of record number <paramref name="number"/> of an object.</summary>
    public static string New(string keyPrefix, long number)
    {
        Span<char> id = stackalloc char[15];
        id.Fill('0');
        keyPrefix.CopyTo(id);
        for (var place = 14; number > 0; number /= Digits.Length) id[place--] = Digits[(int)(number % Digits.Length)];
        return Complete(new string(id));
    }

    /// <summary>The 18-character form of an id of 15 or 18 characters; null when it is no id.</summary>
    public static string? Normalise(string id) => id.Length is not (15 or 18) || id.Any(c => !char.IsAsciiLetterOrDigit(c)) ? null : Complete(id[..15]);

    private static string Complete(string id) => id + Suffix(id, 0) + Suffix(id, 5) + Suffix(id, 10);

    // Bit i of a suffix character says that character i of its five is a capital letter.
    private static char Suffix(string id, int from)
    {
        var bits = 0;
        for (var i = 0; i < 5; i++)
            if (char.IsAsciiLetterUpper(id[from + i])) bits |= 1 << i;
        return Suffixes[bits];
    }
}
