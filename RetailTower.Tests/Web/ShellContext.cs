using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using RetailTower.Engine.Live;
using RetailTower.Web.Components.Layout;

namespace RetailTower.Tests.Web;

/// <summary>A renderer with what every screen stands on, and a clock that stands still until a test moves it.</summary>
public class ShellContext : BunitContext
{
    public ShellContext()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddShell();
        Services.AddSingleton<TimeProvider>(Clock);
        Services.AddSingleton(Feed);
    }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 3, 2, 14, 5, 0, TimeSpan.Zero));

    public ChangeFeed Feed { get; } = new(NullLogger<ChangeFeed>.Instance);
}
