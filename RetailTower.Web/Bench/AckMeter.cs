using System.Diagnostics.Metrics;

namespace RetailTower.Web.Bench;

/// <summary>
/// Listens how long webhooks waited for their 2xx: the web server's own <c>http.server.request.duration</c> of <c>/hooks</c>, from the request's first
/// line to the end of the answer.
/// </summary>
internal sealed class AckMeter : IDisposable
{
    private const string Instrument = "http.server.request.duration";
    private readonly Lock _lock = new();
    private readonly List<double> _milliseconds = [];
    private readonly MeterListener _listener = new();

    public AckMeter()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == Instrument) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<double>((_, seconds, tags, _) => Record(seconds, tags));
        _listener.Start();
    }

    /// <summary>Forgets what was heard so far.</summary>
    public void Reset()
    {
        lock (_lock) _milliseconds.Clear();
    }

    public Percentiles Read()
    {
        lock (_lock) return Percentiles.Of(_milliseconds);
    }

    public void Dispose() => _listener.Dispose();

    private void Record(double seconds, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var (hook, stored) = (false, false);
        foreach (var (name, value) in tags)
        {
            if (name == "http.route") hook = value is string route && route.StartsWith("/hooks/", StringComparison.Ordinal);
            else if (name == "http.response.status_code") stored = value is >= 200 and < 300;
        }
        if (!hook || !stored) return;
        lock (_lock) _milliseconds.Add(seconds * 1000);
    }
}
