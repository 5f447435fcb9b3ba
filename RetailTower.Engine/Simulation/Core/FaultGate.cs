namespace RetailTower.Engine.Simulation.Core;

/// <summary>What can go wrong at the edge of a system.</summary>
public enum FaultKind
{
    Unavailable,
    Timeout,
    Throttled,
    Slow,
    AcceptThenDrop,
    Reject,
    DuplicateWebhooks,
    ReorderWebhooks,
    LoseWebhooks,
    /// <summary>A status that was written is put back by something inside the system, and nobody is told.</summary>
    Drift,
    /// <summary>News of stock is published late, by webhook and in the feed alike: by <see cref="Fault.Hold"/>.</summary>
    Delay,
    /// <summary>What is shipped is not invoiced; the order stays open.</summary>
    NoInvoice,
    /// <summary>The same goods are invoiced a second time.</summary>
    OverInvoice,
    /// <summary>An invoice asks a tenth less than the order's prices.</summary>
    UnderInvoice,
    /// <summary>An invoice is not paid.</summary>
    NoPayment,
    /// <summary>The customer pays a second time, and the money pays for nothing.</summary>
    DoublePayment,
}

/// <summary>A fault that acts on a share of one system's requests or webhooks until a point in time.</summary>
/// <param name="Hold">How late what is delayed comes.</param>
public sealed record Fault(string System, FaultKind Kind, double Share, DateTimeOffset Until, TimeSpan Hold = default);

/// <summary>The faults in force. Who is about to answer a request or send a webhook asks here whether it fails this time.</summary>
public sealed class FaultGate(TimeProvider time, Dice dice)
{
    private static readonly Dictionary<string, FaultKind> Kinds = new(StringComparer.Ordinal)
    {
        ["unavailable"] = FaultKind.Unavailable,
        ["timeout"] = FaultKind.Timeout,
        ["throttled"] = FaultKind.Throttled,
        ["slow"] = FaultKind.Slow,
        ["accept-then-drop"] = FaultKind.AcceptThenDrop,
        ["reject"] = FaultKind.Reject,
        ["duplicate-webhooks"] = FaultKind.DuplicateWebhooks,
        ["reorder-webhooks"] = FaultKind.ReorderWebhooks,
        ["lose-webhooks"] = FaultKind.LoseWebhooks,
        ["drift"] = FaultKind.Drift,
        ["delay"] = FaultKind.Delay,
        ["no-invoice"] = FaultKind.NoInvoice,
        ["over-invoice"] = FaultKind.OverInvoice,
        ["under-invoice"] = FaultKind.UnderInvoice,
        ["no-payment"] = FaultKind.NoPayment,
        ["double-payment"] = FaultKind.DoublePayment,
    };

    private readonly Lock _lock = new();
    private Fault[] _faults = [];

    /// <summary>The names of all kinds as they stand on the wire.</summary>
    public static IReadOnlyCollection<string> KindNames => Kinds.Keys;

    /// <summary>Finds a kind by its name on the wire.</summary>
    public static bool TryParse(string? name, out FaultKind kind) => Kinds.TryGetValue(name ?? "", out kind);

    /// <summary>The kind's name on the wire.</summary>
    public static string NameOf(FaultKind kind) => Kinds.First(k => k.Value == kind).Key;

    /// <summary>Adds a fault; one of the same system and kind is replaced.</summary>
    public void Add(Fault fault)
    {
        lock (_lock) _faults = [.. _faults.Where(f => f.System != fault.System || f.Kind != fault.Kind), fault];
    }

    /// <summary>The faults still in force.</summary>
    public IReadOnlyList<Fault> Current()
    {
        var now = time.GetUtcNow();
        lock (_lock)
        {
            if (Array.Exists(_faults, f => f.Until <= now)) _faults = [.. _faults.Where(f => f.Until > now)];
            return _faults;
        }
    }

    /// <summary>Ends all faults.</summary>
    public void Clear()
    {
        lock (_lock) _faults = [];
    }

    /// <summary>Whether this one request or webhook of the system fails in this way.</summary>
    public bool Strikes(string system, FaultKind kind) => Struck(system, kind) is not null;

    /// <summary>How late this one piece of the system's news comes; null when it is not delayed.</summary>
    public TimeSpan? Delay(string system) => Struck(system, FaultKind.Delay)?.Hold;

    private Fault? Struck(string system, FaultKind kind)
    {
        if (_faults.Length == 0) return null;
        foreach (var fault in Current())
            if (fault.Kind == kind && fault.System == system && dice.Chance(fault.Share)) return fault;
        return null;
    }
}
