namespace RetailTower.Data.Model;

/// <summary>
/// Telephone numbers as they are looked for: their digits from last to first, since people leave out what stands in front (country, trunk zero) and agree on the end.
/// </summary>
public static class PhoneDigits
{
    /// <summary>Fewer digits than these lead to too many people.</summary>
    public const int Least = 6;

    /// <summary>The most that a number can have (ITU-T E.164).</summary>
    public const int Most = 15;

    /// <summary>Null for what has too few digits to be looked for. <c>+44 (0)20 7946 0000</c> and <c>0044 20 79460000</c> are <c>000064970244</c>; <c>020 7946 0000</c> is <c>0000649702</c>.</summary>
    public static string? FromEnd(string? phone)
    {
        if (phone is null) return null;
        // Zeros in front open a line out of a district or a country; they are no part of the number, nor is the one that is written to be left out.
        var digits = phone.Replace("(0)", "", StringComparison.Ordinal).Where(char.IsAsciiDigit).SkipWhile(digit => digit == '0').ToArray();
        if (digits.Length < Least) return null;
        Array.Reverse(digits);
        return new string(digits, 0, Math.Min(digits.Length, Most));
    }

    /// <summary>The same of what somebody typed; null when it is no telephone number.</summary>
    public static string? Typed(string text) => text.All(sign => char.IsAsciiDigit(sign) || sign is '+' or '-' or '(' or ')' or '/' or '.' || char.IsWhiteSpace(sign)) ? FromEnd(text) : null;
}
