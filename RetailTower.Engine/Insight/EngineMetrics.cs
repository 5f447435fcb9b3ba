using System.Diagnostics;
using System.Diagnostics.Metrics;
using RetailTower.Engine.Live;

namespace RetailTower.Engine.Insight;

/// <summary>The engine's meters and trace source. Names follow OpenTelemetry; tags never carry order data.</summary>
public sealed class EngineMetrics : IDisposable
{
    public const string MeterName = "RetailTower.Engine";
    public static readonly ActivitySource Traces = new(MeterName);

    private readonly Meter _meter;
    private readonly Counter<long> _inbox;
    private readonly Counter<long> _outbox;
    private readonly Histogram<double> _confirmation;
    private readonly Histogram<double> _intake;
    private readonly Histogram<double> _call;

    public EngineMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(MeterName);
        _inbox = _meter.CreateCounter<long>("retailtower.inbox.messages", "{message}", "Inbox messages by system and outcome.");
        _outbox = _meter.CreateCounter<long>("retailtower.outbox.calls", "{call}", "Calls to systems by lane, operation and outcome.");
        _confirmation = _meter.CreateHistogram<double>("retailtower.order.confirmation", "s", "From an order's receipt to the ERP's decision.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 300, 1800] });
        _intake = _meter.CreateHistogram<double>("retailtower.intake.commit", "s", "From a message's arrival to its commit.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1] });
        _call = _meter.CreateHistogram<double>("retailtower.lane.call", "s", "Time that a call to a system took, by lane and operation.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30] });
    }

    public void Inbox(string system, string outcome, long count = 1) => _inbox.Add(count, new TagList { { "system", system }, { "outcome", outcome } });

    public void Call(string system, string operation, string outcome) =>
        _outbox.Add(1, new TagList { { "lane", system }, { "operation", operation }, { "outcome", outcome } });

    public void Confirmed(TimeSpan latency) => _confirmation.Record(latency.TotalSeconds);

    public void Stored(TimeSpan latency) => _intake.Record(latency.TotalSeconds);

    /// <summary>A call to a system ended, however it did.</summary>
    public void CallTook(string system, string operation, TimeSpan took) =>
        _call.Record(took.TotalSeconds, new TagList { { "lane", system }, { "operation", operation } });

    /// <summary>Adds the lanes' gauges, which are read when the metrics are.</summary>
    public void Watch(Func<IReadOnlyList<LaneGauges>> lanes)
    {
        Gauge("depth", "{message}", "Messages waiting in the lane.", lane => lane.Depth);
        Gauge("oldest", "s", "Age of the oldest message waiting in the lane.", lane => lane.OldestSeconds);
        Gauge("breaker", "{state}", "Circuit breaker of the lane: 0 closed, 1 open, 2 half-open.", lane => lane.Breaker);
        Gauge("concurrency", "{call}", "Calls that may be under way at once on this node.", lane => lane.Concurrency);
        Gauge("under_way", "{call}", "Calls under way on this node.", lane => lane.UnderWay);
        Gauge("budget", "{request}", "Requests that the system still takes, by its own answers.", lane => lane.BudgetLeft);
        Gauge("arrivals", "{message}/s", "Messages that come into the lane.", lane => lane.ArrivalPerSecond);
        Gauge("drain", "s", "Until the lane is empty at this rate; infinite when it never will be.", lane => lane.DrainSeconds);

        void Gauge(string name, string unit, string description, Func<LaneGauges, double?> figure) => _meter.CreateObservableGauge($"retailtower.lane.{name}",
            () => lanes().Where(lane => figure(lane) is not null).Select(lane => new Measurement<double>(figure(lane)!.Value, new KeyValuePair<string, object?>("lane", lane.Lane))), unit, description);
    }

    /// <summary>Adds the gauge of how many parts of screens listen for changes; none once every screen is closed.</summary>
    public void Watch(ChangeFeed feed) => _meter.CreateObservableGauge("retailtower.screens.subscriptions", () => feed.SubscriberCount, "{subscription}", "Parts of open screens that listen for changes.");

    public void Dispose() => _meter.Dispose();
}
