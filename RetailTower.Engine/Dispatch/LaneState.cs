using RetailTower.Data.Model;
using RetailTower.Engine.Connectors;

namespace RetailTower.Engine.Dispatch;

/// <summary>
/// What this process knows of a lane from one call to the next, shared by the drains of its partitions: how many calls may be under way, the breaker,
/// the rest that the system asked for, and what a message costs of its budget. What must outlive the process (failures in a row, rest) is committed
/// with each batch to the lane's row, and read from there again.
/// </summary>
public sealed class LaneState
{
    private readonly DispatchOptions _options;
    private readonly RetryPolicy _retry;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly AdaptiveConcurrency _concurrency;
    private readonly List<long> _begun = [];
    private readonly LaneFlow _flow = new();
    private int _turns;
    private int _messagesUnderWay;
    private bool _probing;
    private int _unwell;
    private DateTimeOffset? _restUntil;
    private string? _restReason;
    private bool _unsaved;
    private int _epoch;
    private double _requestsPerMessage = 1;
    private long _requestsSeen;
    private int _messagesSeen;

    internal LaneState(DispatchOptions options, RetryPolicy retry, TimeProvider time)
    {
        (_options, _retry, _time) = (options, retry, time);
        _concurrency = new AdaptiveConcurrency(options);
    }

    /// <summary>The breaker of a lane with that memory.</summary>
    public static BreakerState BreakerOf(int unwellInARow, DateTimeOffset? restUntil, int threshold, DateTimeOffset now) =>
        unwellInARow < threshold ? BreakerState.Closed : restUntil > now ? BreakerState.Open : BreakerState.HalfOpen;

    /// <summary>Taken before the lane's row is read, and given to <see cref="Begin"/> with it: a row read before the last change is out of date.</summary>
    internal int Epoch
    {
        get
        {
            lock (_gate) return _epoch;
        }
    }

    /// <summary>Begins a turn of one partition; null when nothing may be sent now.</summary>
    /// <param name="row">The lane as the database holds it.</param>
    internal LaneTurn? Begin(Lane row, int epoch)
    {
        lock (_gate)
        {
            var now = _time.GetUtcNow();
            if (epoch == _epoch) Adopt(row, now);
            if (row.Paused || _restUntil > now) return null;
            var probe = _unwell >= _options.BreakerThreshold;
            if (probe && _probing) return null;
            _probing |= probe;
            _turns++;
            return new LaneTurn(probe);
        }
    }

    /// <summary>Whether a turn that is under way may go on reading work.</summary>
    internal bool GoesOn(LaneTurn turn, Lane row)
    {
        lock (_gate) return !row.Paused && !Stopped(turn);
    }

    internal void End(LaneTurn turn)
    {
        lock (_gate)
        {
            _turns--;
            if (turn.Probe) _probing = false;
        }
    }

    /// <summary>
    /// Takes a slot for a call of up to <paramref name="wanted"/> messages; none when no call may go now. A turn with nothing under way always gets a
    /// slot, and turns share the slots evenly, so that no partition starves beside a busy one.
    /// </summary>
    internal LaneSlot? Enter(LaneTurn turn, int wanted, CallBudget? budget)
    {
        lock (_gate)
        {
            if (Stopped(turn)) return null;
            var allowed = _concurrency.Allowed;
            if (turn.UnderWay > 0 && (_begun.Count >= allowed || turn.UnderWay >= (allowed + _turns - 1) / _turns)) return null;
            var messages = Math.Min(wanted, Affordable(budget));
            if (messages == 0)
            {
                turn.Paced = true;
                return null;
            }

            if (_messagesUnderWay == 0 && _messagesSeen == 0) _requestsSeen = budget?.Requests ?? 0;
            var slot = new LaneSlot(messages, _time.GetTimestamp());
            _begun.Add(slot.BegunAt);
            _messagesUnderWay += messages;
            turn.UnderWay++;
            return slot;
        }
    }

    /// <summary>A call has ended: the breaker, the rest and the concurrency learn from it.</summary>
    /// <param name="outcomes">Empty when it was given up.</param>
    /// <returns>How long it took.</returns>
    internal TimeSpan Exit(LaneTurn turn, LaneSlot slot, string operation, IReadOnlyList<CallOutcome> outcomes, CallBudget? budget)
    {
        lock (_gate)
        {
            var now = _time.GetTimestamp();
            var atLimit = _begun.Count >= _concurrency.Allowed;
            var took = _time.GetElapsedTime(slot.BegunAt, now);
            _begun.Remove(slot.BegunAt);
            _messagesUnderWay -= slot.Messages;
            turn.UnderWay--;
            if (outcomes.Count > 0) Learn(turn, operation, outcomes, slot.BegunAt, now, took, atLimit);
            if (budget is not null) Weigh(budget, outcomes.Count);
            return took;
        }
    }

    /// <summary>What the lane's row must remember with the next commit, and the mark that <see cref="Saved"/> takes.</summary>
    internal (int Unwell, DateTimeOffset? RestUntil, string? RestReason, bool Open) Memory()
    {
        lock (_gate)
        {
            var resting = _restUntil > _time.GetUtcNow();
            return (_unwell, resting ? _restUntil : null, resting ? _restReason : null, resting && _unwell >= _options.BreakerThreshold);
        }
    }

    /// <summary>
    /// The memory is committed, and with it the end of so many messages. From now on the row may say otherwise, for example because a person asked for a
    /// probe.
    /// </summary>
    internal void Saved(DateTimeOffset? restUntil, int finished)
    {
        lock (_gate)
        {
            _unsaved &= restUntil != _restUntil;
            _epoch++;
            _flow.Finished(finished);
        }
    }

    /// <summary>A person ended the rest, in the row and here.</summary>
    internal void EndRest()
    {
        lock (_gate)
        {
            (_restUntil, _unsaved) = (null, false);
            _epoch++;
        }
    }

    /// <summary>Notes how many messages wait; called every few seconds.</summary>
    internal void Sample(int depth)
    {
        lock (_gate) _flow.Sample(depth, _time.GetTimestamp(), _time.TimestampFrequency);
    }

    /// <summary>The lane as it is at this moment on this node.</summary>
    public LanePulse Pulse(int depth, CallBudget? budget)
    {
        lock (_gate)
        {
            var reading = budget?.Read();
            TimeSpan? longest = _begun.Count > 0 ? _time.GetElapsedTime(_begun[0]) : null;
            return new LanePulse(_concurrency.Allowed, _begun.Count, longest, reading, _flow.Forecast(depth, _requestsPerMessage, reading));
        }
    }

    private void Adopt(Lane row, DateTimeOffset now)
    {
        if (!_unsaved || _restUntil <= now) (_restUntil, _restReason, _unsaved) = (row.RestUntil, row.RestReason, false);
        // While another partition sends, this process knows more than the row does.
        if (_turns == 0) _unwell = row.UnwellInARow;
    }

    private bool Stopped(LaneTurn turn) => _restUntil > _time.GetUtcNow() || (!turn.Probe && _unwell >= _options.BreakerThreshold);

    private void Learn(LaneTurn turn, string operation, IReadOnlyList<CallOutcome> outcomes, long begunAt, long now, TimeSpan took, bool atLimit)
    {
        var answered = false;
        CallOutcome.Retry? throttled = null, unwell = null;
        foreach (var outcome in outcomes)
        {
            if (outcome is CallOutcome.Done or CallOutcome.Rejected) answered = true;
            else if (outcome is CallOutcome.Retry { Scope: RetryScope.Throttled } less) throttled = Longer(throttled, less);
            else if (outcome is CallOutcome.Retry { Scope: RetryScope.Unwell } ill) unwell = Longer(unwell, ill);
        }

        // What was under way when the breaker opened has nothing new to say.
        var open = !turn.Probe && _unwell >= _options.BreakerThreshold;
        if (answered && !open) _unwell = 0;
        if (throttled is not null)
        {
            _concurrency.Throttled(begunAt, now);
            Rest(throttled.After ?? _retry.Delay(1, null), $"Asked for rest. {throttled.Code}: {throttled.Message}");
        }
        else if (unwell is not null && !answered)
        {
            _concurrency.Failed(begunAt, now);
            if (open || ++_unwell < _options.BreakerThreshold) return;
            _concurrency.StartOver(now);
            Rest(_retry.Rest(_unwell, unwell.After), $"Breaker open after {_unwell} failed calls. {unwell.Code}: {unwell.Message}");
        }
        else if (answered)
        {
            _concurrency.Answered(operation, outcomes.Count, took, begunAt, now, atLimit);
        }
    }

    private void Rest(TimeSpan wait, string reason)
    {
        var until = _time.GetUtcNow() + wait;
        if (until <= _restUntil) return;
        (_restUntil, _restReason, _unsaved) = (until, reason, true);
        _epoch++;
    }

    /// <summary>Messages that the budget still pays for, what is under way taken off.</summary>
    private int Affordable(CallBudget? budget)
    {
        if (budget?.Read() is not { } reading) return int.MaxValue;
        if (reading.RestUntil is not null) return 0;
        if (reading.Left is not { } left) return int.MaxValue;
        var messages = left / _requestsPerMessage - _messagesUnderWay;
        if (messages >= 1) return (int)Math.Min(messages, int.MaxValue);
        // A message may need more requests than a small bucket holds: it goes alone once the bucket is full. In a window there is nothing to wait for.
        return _messagesUnderWay == 0 && left >= 1 && (reading.RefillPerSecond == 0 || left >= Math.Min(_requestsPerMessage, reading.Size ?? 1)) ? 1 : 0;
    }

    /// <summary>Learns what a message costs, over at least a handful so that overlapping calls blur little.</summary>
    private void Weigh(CallBudget budget, int messages)
    {
        const int handful = 8;
        _messagesSeen += messages;
        if (_messagesSeen < handful) return;
        var requests = budget.Requests;
        var each = Math.Max(0.001, (double)(requests - _requestsSeen) / _messagesSeen);
        _requestsPerMessage += 0.2 * (each - _requestsPerMessage);
        (_requestsSeen, _messagesSeen) = (requests, 0);
    }

    private static CallOutcome.Retry Longer(CallOutcome.Retry? one, CallOutcome.Retry other) => one is null || (other.After ?? TimeSpan.Zero) >= (one.After ?? TimeSpan.Zero) ? other : one;
}
