using System.Globalization;

namespace RetailTower.Web.Configuration;

/// <summary>Reads settings one by one and remembers every problem, so that all of them can be told at once.</summary>
internal sealed class SettingReader(IConfiguration configuration)
{
    private readonly List<string> _problems = [];

    public IReadOnlyList<string> Problems => _problems;

    public void Add(string problem) => _problems.Add(problem);

    /// <summary>The text, or null when it is absent or blank.</summary>
    public string? Text(string key) => configuration[key] is { } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;

    public bool? Switch(string key)
    {
        if (Text(key) is not { } text) return null;
        if (bool.TryParse(text, out var on)) return on;
        Add($"{key} is '{text}'; set it to true or false.");
        return null;
    }

    public int Number(string key, int fallback, int least, int most)
    {
        if (Text(key) is not { } text) return fallback;
        if (int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most) return number;
        Add(string.Create(CultureInfo.InvariantCulture, $"{key} is '{text}'; set it to a whole number from {least} to {most}."));
        return fallback;
    }

    /// <summary>An absolute http or https address, or null when it is absent.</summary>
    public Uri? Address(string key, string example)
    {
        if (Text(key) is not { } text) return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https") return address;
        Add($"{key} is '{text}'; set it to an absolute http or https address, for example {example}.");
        return null;
    }

    public T Choice<T>(string key, T fallback) where T : struct, Enum
    {
        if (Text(key) is not { } text) return fallback;
        if (Enum.TryParse<T>(text, ignoreCase: true, out var choice) && Enum.IsDefined(choice)) return choice;
        Add($"{key} is '{text}'; set it to one of {string.Join(", ", Enum.GetNames<T>())}.");
        return fallback;
    }
}
