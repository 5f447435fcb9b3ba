using System.Globalization;
using System.Text.Json.Nodes;

namespace RetailTower.Engine.Simulation.Salesforce;

/// <summary>The calls of the last 24 hours, by hour, against the org's daily allocation.</summary>
internal sealed class ApiUsage(TimeProvider time)
{
    private const int Hours = 24;
    private readonly Lock _lock = new();
    private readonly long[] _calls = new long[Hours];
    private readonly long[] _hours = new long[Hours];

    /// <summary>Calls allowed in 24 hours. Large enough here for millions of orders; the control face makes it small for a test.</summary>
    public long Max { get; set; } = 50_000_000;

    /// <summary>Counts a call. False when the allocation is used up.</summary>
    public bool Count()
    {
        lock (_lock)
        {
            if (Used() >= Max) return false;
            var hour = Hour();
            if (_hours[hour % Hours] != hour) (_hours[hour % Hours], _calls[hour % Hours]) = (hour, 0);
            _calls[hour % Hours]++;
            return true;
        }
    }

    /// <summary>The value of <c>Sforce-Limit-Info</c>.</summary>
    public string Header()
    {
        lock (_lock) return string.Create(CultureInfo.InvariantCulture, $"api-usage={Used()}/{Max}");
    }

    public Reply Limits()
    {
        lock (_lock) return Reply.Of(200, new JsonObject { ["DailyApiRequests"] = new JsonObject { [nameof(Max)] = Max, ["Remaining"] = Math.Max(0, Max - Used()) } });
    }

    private long Hour() => time.GetUtcNow().ToUnixTimeSeconds() / 3600;

    private long Used()
    {
        var oldest = Hour() - Hours;
        var used = 0L;
        for (var i = 0; i < Hours; i++)
            if (_hours[i] > oldest) used += _calls[i];
        return used;
    }
}
