namespace RetailTower.Engine.Exceptions.Ownership;

/// <summary>How one team works. Section <c>Tower:Teams</c>, by the team's name.</summary>
public sealed class TeamOptions
{
    /// <summary>IANA name, for example <c>Europe/London</c>.</summary>
    public string TimeZone { get; set; } = "UTC";

    /// <summary>By weekday, for example <c>Monday</c>: <c>09:00-17:30</c>, several with commas. None at all is round the clock; then a day that is missing is no working day.</summary>
    public Dictionary<string, string> Hours { get; set; } = [];

    /// <summary>Days off, as <c>2026-12-25</c>.</summary>
    public List<string> Holidays { get; set; } = [];

    /// <summary>Each new cause is given to the next of the team's people.</summary>
    public bool RoundRobin { get; set; }

    /// <summary>Who leads it, by the name that screens show.</summary>
    public string? Lead { get; set; }

    /// <summary>Where the team is reached by mail.</summary>
    public string? Mail { get; set; }

    /// <summary>Name of a webhook under <c>Tower:Notices:Webhooks</c>.</summary>
    public string? Webhook { get; set; }

    /// <summary>When nothing is sent out, as <c>22:00-07:00</c> in its time zone; what gathers is sent together at the end. None when empty.</summary>
    public string? QuietHours { get; set; }

    /// <summary>Whether its exceptions climb at all.</summary>
    public bool Escalates { get; set; } = true;

    /// <summary>Empty for the usual one: the team at half of the time while nobody has taken it, the lead when it is up, everyone at twice the time.</summary>
    public List<RungOptions> Ladder { get; set; } = [];
}

/// <summary>One rung of a team's ladder.</summary>
public sealed class RungOptions
{
    /// <summary>The share of the exception's time at which it is reached; 1 is when it is due.</summary>
    public double At { get; set; }

    /// <summary>Only while no person has it.</summary>
    public bool Unassigned { get; set; }

    /// <summary><c>team</c>, <c>lead</c> (the team where it has none), <c>everyone</c>, or people by the names that screens show.</summary>
    public List<string> To { get; set; } = [];
}
