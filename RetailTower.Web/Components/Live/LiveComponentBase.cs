using System.Collections.Concurrent;
using Microsoft.AspNetCore.Components;
using RetailTower.Engine.Live;

namespace RetailTower.Web.Components.Live;

/// <summary>
/// Base of everything that shows live state. It reads once when it appears, again whenever <see cref="Inputs"/> differ, and again after
/// changes it is <see cref="Concerns(Change)">concerned</see> by: the first at once, a burst at most once per <see cref="Pace"/> with a
/// guaranteed last read. Reads never overlap, run on the renderer, and stop with the component.
/// </summary>
public abstract class LiveComponentBase : ComponentBase, IAsyncDisposable
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(3);
    private readonly CancellationTokenSource _life = new();
    private readonly SemaphoreSlim _reading = new(1, 1);
    private readonly ConcurrentDictionary<string, byte> _heldKeys = new(StringComparer.Ordinal);
    private CancellationTokenSource? _read;
    private IDisposable? _subscription;
    private object? _readInputs;
    private bool _readOnce;
    private bool _held;
    private int _due;
    private int _running;
    private long _lastRead;

    [Inject]
    public required ChangeFeed Feed { get; init; }

    [Inject]
    public required LiveStatus Status { get; init; }

    [Inject]
    public required TimeProvider Clock { get; init; }

    [Inject]
    public required ILoggerFactory Logs { get; init; }

    /// <summary>Whether a change matters to what is shown here. Called on the publisher's thread: decide by area and keys only.</summary>
    protected abstract bool Concerns(Change change);

    /// <summary>Reads what is shown into the component's fields. Runs on the renderer; a render follows.</summary>
    protected abstract Task ReadAsync(CancellationToken cancellationToken);

    /// <summary>The least time between two reads that changes cause.</summary>
    protected virtual TimeSpan Pace => TimeSpan.FromMilliseconds(250);

    /// <summary>What the read depends on (filters, key, page), as one comparable value: a string, a tuple, a record.</summary>
    protected virtual object? Inputs => null;

    /// <summary>How many changed keys wait while <see cref="Held"/>; feeds the "12 new" banner.</summary>
    protected int HeldCount => _heldKeys.Count;

    /// <summary>While true (the viewer selects or reads), changes are counted instead of read, so that nothing moves under the cursor. Setting it false reads them.</summary>
    protected bool Held
    {
        get => _held;
        set
        {
            if (_held == value) return;
            _held = value;
            if (!value && !_heldKeys.IsEmpty) _ = ShowHeldAsync();
        }
    }

    /// <summary>Reads what was held back, once, and goes on holding if it was holding.</summary>
    protected Task ShowHeldAsync()
    {
        _heldKeys.Clear();
        return RequestReadAsync();
    }

    protected override async Task OnParametersSetAsync()
    {
        // Subscribed before the first read: a change between the two is read again instead of missed.
        _subscription ??= Feed.Subscribe(IsConcerned, OnChangedAsync);
        var inputs = Inputs;
        if (_readOnce && Equals(inputs, _readInputs)) return;
        (_readOnce, _readInputs) = (true, inputs);
        await ReadNowAsync();
    }

    /// <summary>Reads at once, giving up a read that is under way (its answer would be for the old filters).</summary>
    protected async Task ReadNowAsync()
    {
        if (_read is { } previous) await previous.CancelAsync();
        await ReadOnceAsync();
    }

    private bool IsConcerned(Change change)
    {
        if (_life.IsCancellationRequested || !Concerns(change)) return false;
        if (!_held) return true;
        foreach (var key in change.Keys) _heldKeys.TryAdd(key, 0);
        if (change.Keys.Count == 0) _heldKeys.TryAdd("", 0);
        return true;
    }

    private Task OnChangedAsync() => _held ? OnRendererAsync(ShowAsync) : RequestReadAsync();

    /// <summary>Asks for a reading as a change would: soon, once, and tried again if it fails.</summary>
    protected async Task RequestReadAsync()
    {
        Status.Behind(this);
        Volatile.Write(ref _due, 1);
        if (Interlocked.Exchange(ref _running, 1) == 0) await OnRendererAsync(KeepUpAsync);
    }

    private async Task KeepUpAsync()
    {
        do
        {
            while (Volatile.Read(ref _due) == 1)
            {
                var rest = _lastRead == 0 ? TimeSpan.Zero : Pace - Clock.GetElapsedTime(_lastRead);
                if (rest > TimeSpan.Zero) await Task.Delay(rest, Clock, _life.Token);

                // Cleared before the read: a change that arrives during it asks for one more.
                Volatile.Write(ref _due, 0);
                await TryReadAsync();
            }

            Volatile.Write(ref _running, 0);
        }
        while (Volatile.Read(ref _due) == 1 && Interlocked.Exchange(ref _running, 1) == 0);
    }

    private async Task TryReadAsync()
    {
        try
        {
            if (await ReadOnceAsync()) StateHasChanged();
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // What is on screen stays, the live dot shows its age and the reason, and the read is tried again.
            Logs.CreateLogger(GetType()).LogError(failure, "{Component} could not be read again", GetType().Name);
            Status.Failed(this, "The tower cannot read its database. It tries again every 3 s.");
            Volatile.Write(ref _due, 1);
            await Task.Delay(RetryAfter, Clock, _life.Token);
        }
    }

    private async Task<bool> ReadOnceAsync()
    {
        if (_life.IsCancellationRequested) return false;
        await _reading.WaitAsync(_life.Token);
        using var read = CancellationTokenSource.CreateLinkedTokenSource(_life.Token);
        _read = read;
        try
        {
            _lastRead = Clock.GetTimestamp();
            await ReadAsync(read.Token);
            if (Volatile.Read(ref _due) == 0) Status.UpToDate(this);
            return true;
        }
        catch (OperationCanceledException) when (read.IsCancellationRequested)
        {
            // The viewer has left, or a read with newer inputs takes its place.
            return false;
        }
        finally
        {
            _read = null;
            _reading.Release();
        }
    }

    private Task ShowAsync()
    {
        StateHasChanged();
        return Task.CompletedTask;
    }

    private async Task OnRendererAsync(Func<Task> work)
    {
        try
        {
            await InvokeAsync(work);
        }
        catch (OperationCanceledException) when (_life.IsCancellationRequested)
        {
            // Disposed between the signal and its turn on the renderer.
        }
        catch (ObjectDisposedException) when (_life.IsCancellationRequested)
        {
            // The renderer went first.
        }
    }

    /// <summary>Ends the subscription and any read under way. Override to release more, and call the base.</summary>
    public virtual async ValueTask DisposeAsync()
    {
        _subscription?.Dispose();
        Status.UpToDate(this);
        await _life.CancelAsync();
        GC.SuppressFinalize(this);
    }
}
