using System.Threading.Channels;
using Microsoft.AspNetCore.Http.HttpResults;
using RetailTower.Data;
using RetailTower.Engine.Live;
using RetailTower.Web.Model;

namespace RetailTower.Web.Wall;

/// <summary>
/// The wall: a page without figures for anyone, its figures as a piece of HTML, and a stream that says when they changed. A screen that hangs for months holds
/// no circuit, and finds its way back by itself after whatever restart.
/// </summary>
internal sealed class WallEndpoints(WallDoor door, ChangeFeed feed, TimeProvider clock, IHostApplicationLifetime life)
{
    public const string Board = "/wall/board", Changes = "/wall/changes";

    /// <summary>More walls than any house has: what leaks is refused before it costs.</summary>
    private const int MostWalls = 100;

    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(5), Pace = TimeSpan.FromSeconds(2);
    private int _walls;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(TowerUrls.Wall, () => new RazorComponentResult<WallPage>()).AllowAnonymous();
        routes.MapGet(Board, (HttpContext http, WallEndpoints wall) => wall.BoardAsync(http)).AllowAnonymous();
        routes.MapGet(Changes, (HttpContext http, WallEndpoints wall) => wall.ChangesAsync(http)).AllowAnonymous();
    }

    private async Task<IResult> BoardAsync(HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-store";
        if (!await door.MaySeeAsync(http)) return Refused;
        // A wall that shows the page of an older program loads the new one.
        http.Response.Headers["X-Tower-Version"] = ProgramVersion.Text;
        return new RazorComponentResult<WallBoard>();
    }

    /// <summary>A line for each burst of changes, and one in five seconds in any case, by which the wall knows that it hears.</summary>
    private async Task<IResult> ChangesAsync(HttpContext http)
    {
        if (!await door.MaySeeAsync(http)) return Refused;
        if (Interlocked.Increment(ref _walls) > MostWalls)
        {
            Interlocked.Decrement(ref _walls);
            return TypedResults.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }

        try
        {
            http.Response.Headers.CacheControl = "no-store";
            http.Response.ContentType = "text/plain; charset=utf-8";
            await TellAsync(http);
        }
        catch (OperationCanceledException)
        {
            // The wall went, or the tower stops: the wall asks again by itself.
        }
        finally
        {
            Interlocked.Decrement(ref _walls);
        }

        return TypedResults.Empty;
    }

    private async Task TellAsync(HttpContext http)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, life.ApplicationStopping);
        var heard = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        using var subscription = feed.Subscribe(change => change.Area != ChangeAreas.Operations, () =>
        {
            heard.Writer.TryWrite(true);
            return Task.CompletedTask;
        });
        do
        {
            await http.Response.WriteAsync(heard.Reader.TryRead(out _) ? "change\n" : "beat\n", ends.Token);
            await http.Response.Body.FlushAsync(ends.Token);
            await Task.Delay(Pace, clock, ends.Token);
            using var beat = CancellationTokenSource.CreateLinkedTokenSource(ends.Token);
            await Task.WhenAny(heard.Reader.WaitToReadAsync(beat.Token).AsTask(), Task.Delay(Beat - Pace, clock, beat.Token));
            await beat.CancelAsync();
        }
        // Who revokes a link need not wait until its wall asks again.
        while (await door.MaySeeAsync(http));
    }

    private static ProblemHttpResult Refused => TypedResults.Problem(statusCode: StatusCodes.Status401Unauthorized, title: "Sign in, or open the wall by a link that an administrator made and nobody revoked.");
}
