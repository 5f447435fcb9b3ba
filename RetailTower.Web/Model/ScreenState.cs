namespace RetailTower.Web.Model;

/// <summary>How something is, as every screen shows it: one glyph, one colour, and always a word.</summary>
public enum ScreenState
{
    /// <summary>All is well (●, teal).</summary>
    Ok,

    /// <summary>Someone should look soon (▲, amber).</summary>
    Attention,

    /// <summary>Something is broken or late (■, red).</summary>
    Breach,

    /// <summary>Paused, or nobody knows (◌, grey).</summary>
    Unknown,

    /// <summary>Under way (◔, blue).</summary>
    InProgress,
}

/// <summary>The fixed looks of each state.</summary>
public static class ScreenStates
{
    /// <summary>Class that sets the state's colour for what is inside (tokens.css).</summary>
    public static string CssClass(this ScreenState state) => state switch
    {
        ScreenState.Ok => "rt-ok",
        ScreenState.Attention => "rt-attention",
        ScreenState.Breach => "rt-breach",
        ScreenState.InProgress => "rt-progress",
        _ => "rt-unknown",
    };

    /// <summary>The word used when a page has no better one.</summary>
    public static string Word(this ScreenState state) => state switch
    {
        ScreenState.Ok => "OK",
        ScreenState.Attention => "Attention",
        ScreenState.Breach => "Breach",
        ScreenState.InProgress => "In progress",
        _ => "Unknown",
    };
}
