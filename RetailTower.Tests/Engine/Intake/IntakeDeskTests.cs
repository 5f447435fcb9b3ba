using System.Diagnostics.Metrics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using RetailTower.Engine.Canonical;
using RetailTower.Engine.Connectors;
using RetailTower.Engine.Insight;
using RetailTower.Engine.Intake;
using RetailTower.Engine.Live;
using RetailTower.Tests.Desks;
using RetailTower.Tests.Stores;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Engine.Intake;

/// <summary>The door of the inbox: nobody hears that a message is stored before it is, and nobody waits for a full queue.</summary>
public sealed class IntakeDeskTests : StoreContract<SqliteStore>
{
    private readonly ServiceProvider _meters = new ServiceCollection().AddMetrics().BuildServiceProvider();

    protected override Task<SqliteStore> StartAsync() => SqliteStore.StartAsync();

    [Fact]
    public async Task Stored_means_committed()
    {
        using var desk = Desk();
        await desk.StartAsync(Cancel);

        (await desk.TakeAsync("shop", [Message("a"), Message("a"), Message("b")], Cancel)).ShouldBe(new IntakeOutcome.Stored(2, 1));

        (await MessagesAsync()).Select(m => m.MessageKey).ShouldBe(["a", "b"]);
        (await desk.TakeAsync("shop", [], Cancel)).ShouldBe(new IntakeOutcome.Stored(0, 0));
        await desk.StopAsync(Cancel);
    }

    [Fact]
    public async Task Callers_that_wait_together_share_one_commit()
    {
        var commits = 0;
        using var heard = Store.Get<ChangeFeed>().Subscribe(change => change.Area == ChangeAreas.Messages, () =>
        {
            Interlocked.Increment(ref commits);
            return Task.CompletedTask;
        });
        using var desk = Desk();
        await desk.StartAsync(Cancel);
        List<Task<IntakeOutcome>> callers;
        await using (await BlockAsync())
        {
            callers = [Take(desk, "first")];
            await UntilAsync(() => desk.Waiting == 0);
            callers.AddRange(Enumerable.Range(0, 50).Select(i => Take(desk, $"m{i}")));
            callers.ShouldAllBe(caller => !caller.IsCompleted, "stored before it was committed");
        }

        (await Task.WhenAll(callers)).ShouldAllBe(it => it is IntakeOutcome.Stored);

        // A caller is answered before the screens are told, so the desk's end is waited for.
        await desk.StopAsync(Cancel);
        commits.ShouldBe(2);
        (await MessagesAsync()).Count.ShouldBe(51);
    }

    [Fact]
    public async Task A_full_queue_says_so_at_once_and_stores_nothing_of_it()
    {
        using var desk = Desk(new IntakeOptions { QueueLimit = 2 });
        await desk.StartAsync(Cancel);
        List<Task<IntakeOutcome>> admitted;
        await using (await BlockAsync())
        {
            admitted = [Take(desk, "first")];
            await UntilAsync(() => desk.Waiting == 0);
            admitted.AddRange([Take(desk, "second"), Take(desk, "third")]);

            (await Take(desk, "fourth")).ShouldBeOfType<IntakeOutcome.Busy>().RetryAfter.ShouldBeGreaterThan(TimeSpan.Zero);
        }

        (await Task.WhenAll(admitted)).ShouldAllBe(it => it is IntakeOutcome.Stored);
        (await MessagesAsync()).Select(m => m.MessageKey).ShouldBe(["first", "second", "third"]);
        await desk.StopAsync(Cancel);
    }

    [Fact]
    public async Task A_database_that_fails_is_said_to_and_later_all_is_well_again()
    {
        using var desk = Desk();
        await desk.StartAsync(Cancel);
        await HideAsync();

        (await Take(desk, "a")).ShouldBeOfType<IntakeOutcome.Unavailable>().RetryAfter.ShouldBeGreaterThan(TimeSpan.Zero);
        desk.Healthy.ShouldBeFalse();
        await BringBackAsync();

        (await Take(desk, "a")).ShouldBe(new IntakeOutcome.Stored(1, 0));
        desk.Healthy.ShouldBeTrue();
        await desk.StopAsync(Cancel);
    }

    [Fact]
    public async Task One_callers_message_that_the_database_will_not_take_costs_the_others_nothing()
    {
        using var desk = Desk();
        await desk.StartAsync(Cancel);
        List<Task<IntakeOutcome>> callers;
        await using (await BlockAsync())
        {
            callers = [Take(desk, "first")];
            await UntilAsync(() => desk.Waiting == 0);
            callers.AddRange([Take(desk, "a"), desk.TakeAsync("shop", [Message("bad") with { Kind = null! }], Cancel), Take(desk, "b")]);
        }

        (await Task.WhenAll(callers)).Select(it => it.GetType().Name).ShouldBe(["Stored", "Stored", "Unavailable", "Stored"]);
        desk.Healthy.ShouldBeTrue();
        (await MessagesAsync()).Select(m => m.MessageKey).ShouldBe(["first", "a", "b"]);
        await desk.StopAsync(Cancel);
    }

    [Fact]
    public async Task A_database_that_fails_is_not_asked_for_each_of_many_callers()
    {
        using var desk = Desk();
        await desk.StartAsync(Cancel);
        await HideAsync();

        (await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Take(desk, $"m{i}")))).ShouldAllBe(it => it is IntakeOutcome.Unavailable);

        desk.Healthy.ShouldBeFalse();
        await BringBackAsync();
        (await Take(desk, "m0")).ShouldBeOfType<IntakeOutcome.Stored>();
        await desk.StopAsync(Cancel);
    }

    [Fact]
    public async Task Whoever_was_let_in_is_stored_before_the_process_ends()
    {
        using var desk = Desk();
        await desk.StartAsync(Cancel);
        List<Task<IntakeOutcome>> callers;
        Task stopped;
        await using (await BlockAsync())
        {
            callers = [.. Enumerable.Range(0, 20).Select(i => Take(desk, $"m{i}"))];
            stopped = desk.StopAsync(Cancel);
            (await Take(desk, "late")).ShouldBeOfType<IntakeOutcome.Busy>();
            stopped.IsCompleted.ShouldBeFalse();
        }

        await stopped;
        (await Task.WhenAll(callers)).ShouldAllBe(it => it is IntakeOutcome.Stored);
        (await MessagesAsync()).Count.ShouldBe(20);
    }

    [Fact]
    public async Task A_caller_that_gives_up_undoes_nothing()
    {
        using var desk = Desk();
        await desk.StartAsync(Cancel);
        using var patience = new CancellationTokenSource();
        Task<IntakeOutcome> caller;
        await using (await BlockAsync())
        {
            caller = desk.TakeAsync("shop", [Message("a")], patience.Token);
            await patience.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(() => caller);
        }

        await desk.StopAsync(Cancel);
        (await MessagesAsync()).Select(m => m.MessageKey).ShouldBe(["a"]);
    }

    [Fact]
    public void Messages_of_one_call_keep_sharing_its_bytes()
    {
        byte[] body = [.. "{}"u8];

        var rows = IntakeDesk.Rows("shop", [Message("a") with { Body = body }, Message("b") with { Body = body }, Message("c") with { Body = body.AsMemory(0, 1) }]);

        rows[0].Body.ShouldBeSameAs(body);
        rows[1].Body.ShouldBeSameAs(body);
        rows[2].Body.ShouldBe([(byte)'{']);
    }

    private static IncomingMessage Message(string key) => new(key, "orders/create", new Subject.Origin(new Reference("shop", "number", key)), "application/json", "{}"u8.ToArray());

    private static Task<IntakeOutcome> Take(IntakeDesk desk, string key) => desk.TakeAsync("shop", [Message(key)], Cancel);

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        deadline.CancelAfter(TimeSpan.FromSeconds(20));
        while (!condition())
        {
            deadline.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private IntakeDesk Desk(IntakeOptions? options = null) => new(Inbox, new WorkSignal(), Store.Get<ChangeFeed>(), new EngineMetrics(_meters.GetRequiredService<IMeterFactory>()),
        options ?? new IntakeOptions(), TimeProvider.System, NullLogger<IntakeDesk>.Instance);

    /// <summary>Takes the inbox's table out of reach.</summary>
    private Task<int> HideAsync() => Store.ReadAsync(db => db.Database.ExecuteSqlAsync($"ALTER TABLE InboxMessages RENAME TO Elsewhere", Cancel));

    private Task<int> BringBackAsync() => Store.ReadAsync(db => db.Database.ExecuteSqlAsync($"ALTER TABLE Elsewhere RENAME TO InboxMessages", Cancel));

    /// <summary>Holds the database's one writer until disposed.</summary>
    private async Task<Blocked> BlockAsync()
    {
        var (begun, end) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        var writer = Store.Database.WriteAsync(async (_, _) =>
        {
            begun.SetResult();
            await end.Task;
        }, Cancel);
        await begun.Task;
        return new Blocked(end, writer);
    }

    private sealed record Blocked(TaskCompletionSource End, Task Writer) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            End.SetResult();
            await Writer;
        }
    }
}
