using System.Diagnostics.Metrics;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using RetailTower.Data.Model;
using RetailTower.Data.Queries;
using RetailTower.Data.Stores;
using RetailTower.Engine.Connectors;
using RetailTower.Engine.Insight;
using RetailTower.Engine.Intake;
using RetailTower.Tests.Desks;

namespace RetailTower.Tests.Engine.Invariants;

/// <summary>
/// Two processes of the tower on one real database, and the systems around them. One thing happens after the other, as a script says, and the clock moves
/// only when it says so; so a script that fails does so again.
/// </summary>
internal sealed class World : IAsyncDisposable
{
    private const int Orders = 4;

    private readonly ConnectorRegistry _connectors = new();
    private readonly ServiceProvider _meters = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly SqliteStore _store;
    private readonly Cut _cut;
    private readonly Node[] _nodes;
    private readonly InboxStore _inbox;
    private readonly RecoveryStore _recovery;
    private readonly EditStore _edits;
    private readonly PatchStore _patches;
    private readonly ReplayStore _replays;
    private readonly OrderStepQueries _steps;
    private readonly List<(string System, IncomingMessage Message)> _unheard = [], _heard = [];
    private (long Order, ReplayPlan Plan)? _looked;
    private int _messages;

    private World(SqliteStore store, Cut cut)
    {
        (_store, _cut) = (store, cut);
        var metrics = new EngineMetrics(_meters.GetRequiredService<IMeterFactory>());
        _nodes = [new Node("one", store, _connectors, metrics), new Node("two", store, _connectors, metrics)];
        _inbox = new InboxStore(store.Database, store.Time);
        _recovery = new RecoveryStore(store.Database, store.Get<CaseQueries>(), store.Time);
        _edits = new EditStore(store.Database, store.Time);
        _patches = new PatchStore(store.Database, store.Time);
        _replays = new ReplayStore(store.Database, store.Time);
        _steps = new OrderStepQueries(store.Database);
    }

    public static DateTimeOffset Noon => StoreFixture.Noon;

    public Systems Systems { get; private set; } = new();

    /// <summary>Messages that the tower has acknowledged.</summary>
    public IReadOnlyList<(string System, IncomingMessage Message)> Acknowledged => _heard;

    private static CancellationToken Stop => CancellationToken.None;

    /// <param name="listeners">Hear what is done with the database.</param>
    public static async Task<World> StartAsync(params IReadOnlyList<IInterceptor> listeners)
    {
        var cut = new Cut();
        return new World(await SqliteStore.StartAsync([cut, .. listeners]), cut);
    }

    /// <summary>Runs the script, lets everything come to rest, and says what must not be.</summary>
    public async Task RunAsync(IEnumerable<Step> script)
    {
        await BeginAsync();
        foreach (var step in script)
        {
            try
            {
                await DoAsync(step);
            }
            catch (CutException)
            {
                Restart(step.Node);
            }

            if (step.Deed == Deed.Cut) continue;
            _cut.Disarm();
            if (step.Deed == Deed.Pump) await _store.ReadAsync(Invariants.CheckSequenceAsync);
        }

        await SettleAsync();
        await _store.ReadAsync(db => Invariants.CheckAsync(db, this));
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        await _meters.DisposeAsync();
    }

    private async Task BeginAsync()
    {
        _cut.Disarm();
        await _store.Database.WriteAsync(async (db, token) =>
        {
            foreach (var table in db.Model.GetEntityTypes().Select(type => type.GetTableName()).OfType<string>().Distinct().Where(table => !table.StartsWith("AspNet", StringComparison.Ordinal)))
            {
#pragma warning disable EF1002 // The table's name is the model's own.
                await db.Database.ExecuteSqlRawAsync($"DELETE FROM [{table}]", token);
#pragma warning restore EF1002
            }
        }, Stop);
        Systems = new Systems();
        _connectors.Fill([.. Systems.Connectors]);
        _unheard.Clear();
        _heard.Clear();
        (_messages, _looked) = (0, null);
        foreach (var node in _nodes) node.Start();
    }

    private async Task DoAsync(Step step)
    {
        var (node, other) = (_nodes[step.Node], _nodes[1 - step.Node]);
        Systems.Luck = step.Luck;
        switch (step.Deed)
        {
            case Deed.Place: await SendAsync(Systems.Shop, Systems.Placed(step.Choice % Orders)); break;
            case Deed.Deliver when Systems.Untold.Count > 0:
                var (teller, told) = Systems.Untold[step.Choice % Systems.Untold.Count];
                Systems.Untold.RemoveAt(step.Choice % Systems.Untold.Count);
                await SendAsync(teller, told);
                break;
            case Deed.Redeliver when _heard.Count > 0:
                var (again, message) = _heard[step.Choice % _heard.Count];
                await StoreAsync(again, message);
                break;
            case Deed.Remark: await SendAsync(Systems.Shop, Systems.Of(step.Choice % Orders, "remark", _messages++)); break;
            case Deed.Poison:
                await SendAsync(Systems.Shop, Systems.Of(step.Choice % Orders, "poison", _messages++));
                // Often with a crowd behind it, which must not pass.
                if (step.Luck % 2 == 0) await TellAllAsync();
                break;
            case Deed.Strange: await SendAsync(Systems.Shop, Systems.Of(step.Choice % Orders, "strange", _messages++)); break;
            case Deed.Pump:
                var partition = Partitions.OfOrder(10_001 + step.Choice % Orders);
                await other.ReleaseAsync(partition, Stop);
                await node.PumpAsync(partition, Stop);
                break;
            case Deed.Drain:
                var (system, half) = (Systems.Connectors[step.Choice % 3].System, step.Choice / 3 % Partitions.Lane);
                await other.ReleaseAsync($"lane:{system}:{half}", Stop);
                await node.DrainAsync(system, half, Stop);
                break;
            case Deed.Recover:
                var open = await OpenAsync();
                if (open.Count > 0) await RecoverAsync(open[step.Choice % open.Count], step.Luck % 3 == 0 ? RecoveryAction.Replay : RecoveryAction.Retry);
                break;
            case Deed.Edit: await EditAsync(step); break;
            case Deed.Decide: await DecideAsync(step); break;
            case Deed.Bulk: await BulkAsync(step); break;
            case Deed.Switch: await SwitchAsync(step); break;
            case Deed.Replay: await ReplayAsync(step); break;
            case Deed.Patch: await PatchAsync(step); break;
            case Deed.Cut: _cut.Arm(step.Luck % 2 == 0, step.Luck / 2 % 3); break;
            case Deed.Restart: Restart(step.Node); break;
            case Deed.Wait: _store.Time.Advance(TimeSpan.FromSeconds(1 + step.Choice * 3)); break;
        }
    }

    private async Task TellAllAsync()
    {
        foreach (var (system, message) in Systems.Untold.ToList())
        {
            Systems.Untold.Remove((system, message));
            await SendAsync(system, message);
        }
    }

    /// <summary>A sender that hears nothing good sends again, in the end.</summary>
    private async Task SendAsync(string system, IncomingMessage message)
    {
        _unheard.Add((system, message));
        await StoreAsync(system, message);
        _unheard.Remove((system, message));
        if (!_heard.Contains((system, message))) _heard.Add((system, message));
    }

    private Task<InboxAdded> StoreAsync(string system, IncomingMessage message) => _inbox.AddAsync(IntakeDesk.Rows(system, [message]), Stop);

    /// <summary>The leases of whoever ended lapse by time.</summary>
    private void Restart(int node)
    {
        _cut.Disarm();
        _nodes[node].Start();
        _store.Time.Advance(LeaseStore.Length + TimeSpan.FromSeconds(1));
    }

    private Task<List<ExceptionCase>> OpenAsync() =>
        _store.ReadAsync(db => db.Cases.Where(c => c.State < CaseState.Resolved && c.Remedy != Remedy.None).OrderBy(c => c.Id).ToListAsync(Stop));

    private Task<RecoveryBatch> RecoverAsync(ExceptionCase one, RecoveryAction action = RecoveryAction.Retry) => _recovery.ActAsync(action, one.Id, null, "olga", Stop);

    /// <summary>The copy says the same with a space before it, so that it is another and means no other thing.</summary>
    private async Task EditAsync(Step step)
    {
        var open = (await OpenAsync()).FindAll(one => one.OutboxId is not null || one.InboxId is not null);
        if (open.Count == 0) return;
        var one = open[step.Choice % open.Count];
        var content = await _store.ReadAsync(async db => one.OutboxId is { } call
            ? Encoding.UTF8.GetBytes(await db.Outbox.Where(m => m.Id == call).Select(m => m.Payload).SingleAsync(Stop))
            : await db.Inbox.Where(m => m.Id == one.InboxId).Select(m => m.Body).SingleAsync(Stop));
        await _edits.RequestAsync(one.Id, int.MaxValue, [(byte)' ', .. content ?? []], "better so", step.Luck % 2 == 0 ? -1 : decimal.MaxValue, $"olga {step.Luck % 3}", Stop);
    }

    private async Task DecideAsync(Step step)
    {
        var waiting = await _store.ReadAsync(db => db.Edits.Where(e => e.State == EditState.AwaitingApproval).OrderBy(e => e.Id).Select(e => e.Id).ToListAsync(Stop));
        if (waiting.Count == 0) return;
        var edit = waiting[step.Choice % waiting.Count];
        if (step.Luck % 4 == 0) await _edits.WithdrawAsync(edit, "olga 1", Stop);
        else await _edits.DecideAsync(edit, step.Luck % 4 != 1, "seen", "otto", Stop);
    }

    private async Task BulkAsync(Step step)
    {
        var running = await _recovery.RunningAsync(Stop);
        if (running.Count > 0 && step.Luck % 3 > 0)
        {
            await StepAsync(running[step.Choice % running.Count]);
            return;
        }

        var open = await OpenAsync();
        if (open.Count > 0) await _recovery.StartAsync(step.Luck % 4 == 0 ? RecoveryAction.Replay : RecoveryAction.Retry, open.ConvertAll(one => one.Id), null, "olga", Stop);
    }

    private async Task SwitchAsync(Step step)
    {
        var begun = await _store.ReadAsync(db => db.BulkOperations.Where(o => o.State != OperationState.Done && o.State != OperationState.Cancelled).OrderBy(o => o.Id).Select(o => o.Id).ToListAsync(Stop));
        if (begun.Count == 0) return;
        var operation = begun[step.Choice % begun.Count];
        switch (step.Luck % 4)
        {
            case 0: await _recovery.SwitchAsync(operation, [OperationState.Running, OperationState.Paused, OperationState.Stopped], OperationState.Cancelled, "olga", Stop); break;
            case 1: await _recovery.SwitchAsync(operation, [OperationState.Running], OperationState.Paused, "olga", Stop); break;
            case 2: await _recovery.SwitchAsync(operation, [OperationState.Paused], OperationState.Running, "olga", Stop); break;
            default: await _recovery.GoOnAsync(operation, "olga", Stop); break;
        }
    }

    private async Task ReplayAsync(Step step)
    {
        // What was seen before other things happened must do nothing, or what it said.
        if (step.Luck % 3 == 0 && _looked is var (before, seen)) await _replays.RunAsync(before, seen.From.Name, seen.Seen, "again", "olga", Stop);
        var orders = await _store.ReadAsync(db => db.Orders.OrderBy(o => o.Key).Select(o => o.Key).ToListAsync(Stop));
        if (orders.Count == 0) return;
        var order = orders[step.Choice % orders.Count];
        var steps = await _steps.ListAsync(order, Stop);
        var plan = ReplayPlan.Of(steps, steps[(step.Choice + step.Luck) % steps.Count].Name)!;
        _looked = (order, plan);
        if (step.Luck % 3 > 0) await _replays.RunAsync(order, plan.From.Name, plan.Seen, "again", "olga", Stop);
    }

    private async Task PatchAsync(Step step)
    {
        var begun = await _store.ReadAsync(db => db.BulkOperations.Where(o => o.State >= OperationState.Previewing).OrderBy(o => o.Id).Select(o => new { o.Id, o.State }).ToListAsync(Stop));
        if (begun.Count == 0 || step.Luck % 3 == 0)
        {
            var open = await OpenAsync();
            if (open.Count > 0) await _recovery.PreviewAsync("better so", open.ConvertAll(one => one.Id), "olga", Stop);
            return;
        }

        var it = begun[step.Choice % begun.Count];
        if (it.State == OperationState.Previewing) await _patches.PreviewAsync(it.Id, Space, Stop);
        else if (it.State == OperationState.Previewed) await _patches.ReleaseAsync(it.Id, "better so", step.Luck % 2 == 0 ? -1 : decimal.MaxValue, "olga", Stop);
        else await _patches.DecideAsync(it.Id, step.Luck % 4 != 1, "seen", "otto", Stop);
    }

    private async Task<bool> StepAsync(long operation) => await _patches.PreviewAsync(operation, Space, Stop) || (await _recovery.StepAsync(operation, Space, Stop)).Moved;

    /// <summary>As an edit: another copy that means no other thing.</summary>
    private static PatchedMessage Space(string change, FailedMessage message) => new(ItemPreview.Changes, change, [(byte)' ', .. message.Current]);

    /// <summary>The systems are well, what was sent in vain is sent again, people put right what is left to them, until nothing moves any more.</summary>
    private async Task SettleAsync()
    {
        _cut.Disarm();
        Systems.Calm = true;
        for (var node = 0; node < _nodes.Length; node++) Restart(node);
        for (var round = 0; round < 30; round++)
        {
            foreach (var (system, message) in _unheard.ToList())
            {
                _unheard.Remove((system, message));
                await SendAsync(system, message);
            }

            await TellAllAsync();
            var ready = await _store.ReadAsync(db => db.Inbox.Where(m => m.State == InboxState.Ready).Select(m => m.Partition).Distinct().ToListAsync(Stop));
            foreach (var partition in ready) await _nodes[0].PumpAsync(partition, Stop);

            var moved = ready.Count > 0;
            var now = _store.Time.GetUtcNow();
            var due = await _store.ReadAsync(db => db.Outbox.Where(call => call.State == OutboxState.Ready && call.DueAt <= now).Select(call => new { call.System, call.Partition }).Distinct().ToListAsync(Stop));
            foreach (var lane in due) moved |= await _nodes[0].DrainAsync(lane.System, lane.Partition, Stop) > 0;

            foreach (var operation in await _recovery.RunningAsync(Stop)) moved |= await StepAsync(operation);
            foreach (var one in (await OpenAsync()).Where(one => one.Kind != CaseKind.SchemaViolation))
            {
                moved = true;
                await RecoverAsync(one);
            }

            if (!moved && Systems.Untold.Count == 0 && !await _store.ReadAsync(db => db.Outbox.AnyAsync(call => call.State == OutboxState.Ready, Stop))) return;
            _store.Time.Advance(TimeSpan.FromMinutes(2));
        }
    }
}
