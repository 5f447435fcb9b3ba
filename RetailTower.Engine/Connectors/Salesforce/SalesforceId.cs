namespace RetailTower.Engine.Connectors.Salesforce;

/// <summary>Record ids: 15 case-sensitive characters, or the same with a three-character suffix that makes them case-safe.</summary>
internal static class SalesforceId
{
    private const string SuffixAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";

    /// <summary>The 18-character form; null when the text is no id at all (so it is safe inside SOQL when not null).</summary>
    public static string? Normalise(string? id)
    {
        if (id is not { Length: 15 or 18 } || !id.All(char.IsAsciiLetterOrDigit))
        {
            return null;
        }
        return id.Length == 18 ? id : id + Suffix(id);
    }

    // Each suffix character encodes which of five characters are upper case, the first of the five being the lowest bit.
    private static string Suffix(string id) => string.Create(3, id, static (suffix, source) =>
    {
        for (var chunk = 0; chunk < 3; chunk++)
        {
            var bits = 0;
            for (var i = 0; i < 5; i++)
            {
                bits |= char.IsAsciiLetterUpper(source[chunk * 5 + i]) ? 1 << i : 0;
            }
            suffix[chunk] = SuffixAlphabet[bits];
        }
    });
}
