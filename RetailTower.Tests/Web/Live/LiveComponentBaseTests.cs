using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.Extensions.DependencyInjection;
using RetailTower.Engine.Live;
using RetailTower.Web.Components.Live;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Web.Live;

public sealed class LiveComponentBaseTests : ShellContext
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(250);
    private readonly Store _store = new();

    public LiveComponentBaseTests() => Services.AddSingleton(_store);

    [Fact]
    public void Reads_once_when_it_appears_and_again_when_its_inputs_differ()
    {
        var screen = Render<Screen>(p => p.Add(s => s.Filter, "a"));
        _store.Reads.ShouldBe(1);
        screen.Render(p => p.Add(s => s.Filter, "a"));
        _store.Reads.ShouldBe(1);
        screen.Render(p => p.Add(s => s.Filter, "b"));
        _store.Reads.ShouldBe(2);
        screen.Markup.ShouldContain("b:0");
    }

    [Fact]
    public void Reads_again_after_a_change_it_is_concerned_by_and_only_then()
    {
        var screen = Render<Screen>();
        Clock.Advance(Pace);
        _store.Value = 7;
        Feed.Publish(ChangeAreas.Lanes, "erp");
        _store.Reads.ShouldBe(1);
        Feed.Publish(ChangeAreas.Orders, "SO-1");
        screen.WaitForAssertion(() => screen.Markup.ShouldContain(":7"));
        _store.Reads.ShouldBe(2);
    }

    [Fact]
    public void A_burst_is_read_a_few_times_and_what_came_last_is_always_shown()
    {
        var screen = Render<Screen>();
        Clock.Advance(Pace);
        for (var i = 1; i <= 500; i++)
        {
            _store.Value = i;
            Feed.Publish(ChangeAreas.Orders, "SO-1");
        }

        Clock.Advance(Pace);
        screen.WaitForAssertion(() => screen.Markup.ShouldContain(":500"));
        _store.Reads.ShouldBe(3, "one at the start, one at once, one for the rest of the burst");
    }

    [Fact]
    public async Task A_change_during_a_read_is_read_after_it_and_reads_never_overlap()
    {
        var screen = Render<Screen>();
        Clock.Advance(Pace);
        var gate = _store.Gate = new TaskCompletionSource();
        Feed.Publish(ChangeAreas.Orders, "SO-1");
        screen.WaitForAssertion(() => _store.Reads.ShouldBe(2));
        _store.Value = 9;
        Feed.Publish(ChangeAreas.Orders, "SO-2");
        _store.Reads.ShouldBe(2);
        _store.Gate = null;
        await screen.InvokeAsync(gate.SetResult);
        Clock.Advance(Pace);
        screen.WaitForAssertion(() => screen.Markup.ShouldContain(":9"));
        _store.Overlapped.ShouldBeFalse();
    }

    [Fact]
    public async Task Unsubscribes_and_stops_its_read_when_it_goes()
    {
        Render<Screen>();
        Feed.SubscriberCount.ShouldBe(1);
        Clock.Advance(Pace);
        _store.Gate = new TaskCompletionSource();
        Feed.Publish(ChangeAreas.Orders, "SO-1");
        await DisposeComponentsAsync();
        Feed.SubscriberCount.ShouldBe(0);
        _store.Cancelled.ShouldBeTrue();
        Feed.Publish(ChangeAreas.Orders, "SO-1");
        Clock.Advance(TimeSpan.FromMinutes(1));
        _store.Reads.ShouldBe(2);
    }

    [Fact]
    public void A_read_that_fails_keeps_the_screen_says_its_age_and_is_tried_again()
    {
        var status = Services.GetRequiredService<LiveStatus>();
        _store.Value = 1;
        var screen = Render<Screen>();
        Clock.Advance(Pace);
        var heard = Clock.GetUtcNow();
        (_store.Fails, _store.Value) = (true, 2);
        Feed.Publish(ChangeAreas.Orders, "SO-1");
        screen.WaitForAssertion(() => status.Reason.ShouldNotBeNull());
        screen.Markup.ShouldContain(":1");
        Clock.Advance(TimeSpan.FromSeconds(2));
        status.AsOf.ShouldBe(heard);
        _store.Fails = false;
        Clock.Advance(TimeSpan.FromSeconds(2));
        screen.WaitForAssertion(() => screen.Markup.ShouldContain(":2"));
        status.Reason.ShouldBeNull();
        status.AsOf.ShouldBe(Clock.GetUtcNow());
    }

    [Fact]
    public async Task While_held_changes_are_counted_by_key_and_read_when_let_go()
    {
        var screen = Render<Screen>();
        Clock.Advance(Pace);
        await screen.InvokeAsync(() => screen.Instance.Hold(true));
        _store.Value = 3;
        Feed.Publish(ChangeAreas.Orders, "SO-1", "SO-2");
        Feed.Publish(ChangeAreas.Orders, "SO-2");
        screen.WaitForAssertion(() => screen.Markup.ShouldContain("held 2"));
        _store.Reads.ShouldBe(1);
        await screen.InvokeAsync(() => screen.Instance.Hold(false));
        screen.WaitForAssertion(() => screen.Markup.ShouldContain(":3"));
        screen.Markup.ShouldContain("held 0");
    }

    [Fact]
    public void Newer_inputs_give_up_the_read_for_the_old_ones()
    {
        var screen = Render<Screen>(p => p.Add(s => s.Filter, "a"));
        _store.Gate = new TaskCompletionSource();
        screen.Render(p => p.Add(s => s.Filter, "slow"));
        _store.Gate = null;
        screen.Render(p => p.Add(s => s.Filter, "b"));
        screen.WaitForAssertion(() => screen.Markup.ShouldContain("b:0"));
        _store.Cancelled.ShouldBeTrue();
    }

    private sealed class Store
    {
        private int _under;

        public volatile int Value;

        public int Reads { get; private set; }

        public bool Fails { get; set; }

        public bool Overlapped { get; private set; }

        public bool Cancelled { get; private set; }

        public TaskCompletionSource? Gate { get; set; }

        public async Task<int> ReadAsync(CancellationToken cancellationToken)
        {
            Reads++;
            Overlapped |= ++_under > 1;
            try
            {
                if (Fails) throw new InvalidOperationException("database is away");
                if (Gate is { } gate) await gate.Task.WaitAsync(cancellationToken);
                return Value;
            }
            catch (OperationCanceledException)
            {
                Cancelled = true;
                throw;
            }
            finally
            {
                _under--;
            }
        }
    }

    private sealed class Screen : LiveComponentBase
    {
        private string? _shown;

        [Inject]
        public required Store Store { get; init; }

        [Parameter]
        public string Filter { get; set; } = "";

        protected override object? Inputs => Filter;

        public void Hold(bool on) => Held = on;

        protected override bool Concerns(Change change) => change.Area == ChangeAreas.Orders;

        protected override async Task ReadAsync(CancellationToken cancellationToken)
        {
            var filter = Filter;
            var value = await Store.ReadAsync(cancellationToken);
            _shown = $"{filter}:{value}";
        }

        protected override void BuildRenderTree(RenderTreeBuilder builder) => builder.AddContent(0, $"{_shown} held {HeldCount}");
    }
}
