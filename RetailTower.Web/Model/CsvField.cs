namespace RetailTower.Web.Model;

/// <summary>One field of a CSV file (RFC 4180).</summary>
public static class CsvField
{
    /// <summary>What somebody wrote must neither end its field nor be a formula to a spreadsheet.</summary>
    public static string Of(string text)
    {
        if (text.Length > 0 && text[0] is '=' or '+' or '-' or '@') text = "'" + text;
        return text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }
}
