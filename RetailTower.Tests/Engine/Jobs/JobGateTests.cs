using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;
using RetailTower.Engine.Jobs;
using RetailTower.Engine.Live;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Engine.Jobs;

public sealed class JobGateTests
{
    private const string Key = "inbox:3";

    private readonly FakeTimeProvider _time = new();
    private readonly NodeRoster _roster = new();
    private readonly JobGate _gate;

    public JobGateTests() => _gate = new JobGate(_time, _roster);

    [Fact]
    public void Only_the_first_call_asks_for_a_job()
    {
        _gate.Ask(Key).ShouldBeTrue();
        _gate.Ask(Key).ShouldBeFalse();
        _gate.Ask("inbox:4").ShouldBeTrue();
    }

    [Fact]
    public void One_runs_and_hears_of_a_call_that_comes_meanwhile()
    {
        _gate.Enter(Key).ShouldBeTrue();

        _gate.Ask(Key).ShouldBeFalse();
        _gate.Again(Key).ShouldBeTrue();
        _gate.Enter(Key).ShouldBeFalse();
        _gate.Again(Key).ShouldBeTrue();

        _gate.Again(Key).ShouldBeFalse();
        _gate.Leave(Key).ShouldBeFalse();
        _gate.Ask(Key).ShouldBeTrue();
    }

    [Fact]
    public void A_call_after_the_last_look_is_told_to_the_one_who_leaves()
    {
        _gate.Enter(Key);
        _gate.Again(Key).ShouldBeFalse();
        _gate.Ask(Key).ShouldBeFalse();

        _gate.Leave(Key).ShouldBeTrue();
    }

    [Fact]
    public void A_job_that_never_came_is_asked_for_again()
    {
        _gate.Ask(Key).ShouldBeTrue();

        _time.Advance(JobGate.Patience - TimeSpan.FromSeconds(1));
        _gate.Ask(Key).ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(1));

        _gate.Ask(Key).ShouldBeTrue();
    }

    [Fact]
    public void Among_nodes_one_that_does_not_come_was_run_elsewhere_and_is_asked_for_soon()
    {
        _roster.Others = ["another"];
        _gate.Ask(Key).ShouldBeTrue();

        _time.Advance(JobGate.PatienceAmongNodes - TimeSpan.FromMilliseconds(1));
        _gate.Ask(Key).ShouldBeFalse();
        _time.Advance(TimeSpan.FromMilliseconds(1));

        _gate.Ask(Key).ShouldBeTrue();
    }

    [Fact]
    public void A_job_that_runs_long_is_not_asked_for_twice()
    {
        _gate.Enter(Key).ShouldBeTrue();

        _time.Advance(JobGate.Patience * 2);

        _gate.Ask(Key).ShouldBeFalse();
        _gate.Enter(Key).ShouldBeFalse();
    }

    /// <summary>What is asked for is done, by one at a time, however callers and jobs interleave.</summary>
    [Fact]
    public async Task No_signal_is_lost_and_no_two_run_at_once()
    {
        const int rounds = 300, callers = 4, calls = 20;
        var cancel = TestContext.Current.CancellationToken;
        var jobs = Channel.CreateUnbounded<bool>();
        int waiting = 0, done = 0, running = 0, together = 0;

        var workers = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            await foreach (var _ in jobs.Reader.ReadAllAsync(cancel))
            {
                if (!_gate.Enter(Key)) continue;
                do
                {
                    if (Interlocked.Increment(ref running) != 1) Interlocked.Increment(ref together);
                    Interlocked.Add(ref done, Interlocked.Exchange(ref waiting, 0));
                    // As work takes time, callers come in the midst of it and right after its look.
                    Thread.SpinWait(Random.Shared.Next(5_000));
                    Interlocked.Decrement(ref running);
                }
                while (_gate.Again(Key));
                if (_gate.Leave(Key) && _gate.Ask(Key)) jobs.Writer.TryWrite(true);
            }
        }, cancel)).ToList();
        // Each round comes to rest, so that a call lost at its end is not made good by a later one.
        for (var round = 1; round <= rounds; round++)
        {
            Parallel.For(0, callers, _ =>
            {
                for (var call = 0; call < calls; call++)
                {
                    Thread.SpinWait(Random.Shared.Next(2_000));
                    Interlocked.Increment(ref waiting);
                    if (_gate.Ask(Key)) jobs.Writer.TryWrite(true);
                }
            });
            SpinWait.SpinUntil(() => Volatile.Read(ref done) == round * callers * calls, TimeSpan.FromSeconds(20)).ShouldBeTrue($"a signal of round {round} was lost");
        }

        jobs.Writer.Complete();
        await Task.WhenAll(workers);

        waiting.ShouldBe(0);
        together.ShouldBe(0);
    }
}
