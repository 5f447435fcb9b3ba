namespace RetailTower.Web.Configuration;

/// <summary>The configuration cannot be used; holds every problem found, each naming the key and the mend.</summary>
public sealed class SettingsException(IReadOnlyList<string> problems) : Exception(string.Join(Environment.NewLine, problems))
{
    public IReadOnlyList<string> Problems { get; } = problems;
}

/// <summary>Something outside the program keeps it from starting; the message says what, where, and what to do.</summary>
public sealed class StartException(string message, Exception? cause = null) : Exception(message, cause);
