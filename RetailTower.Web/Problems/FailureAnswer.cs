using System.Diagnostics;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;

namespace RetailTower.Web.Problems;

/// <summary>
/// Answers a request that failed unexpectedly: problem+json for programs, a page for people. Both name the trace by which the log tells more, and
/// neither shows the failure itself. The page stands on nothing but its own text, because anything else may be what failed.
/// </summary>
internal sealed class FailureAnswer(ILogger<FailureAnswer> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException && httpContext.RequestAborted.IsCancellationRequested) return true;
        var trace = Activity.Current?.TraceId.ToString() ?? httpContext.TraceIdentifier;
        var status = exception is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status500InternalServerError;
        if (status >= StatusCodes.Status500InternalServerError)
            log.LogError(exception, "{Method} {Path} failed; trace {Trace}", httpContext.Request.Method, httpContext.Request.Path.Value, trace);
        httpContext.Response.StatusCode = status;
        if (Faces.IsForPrograms(httpContext.Request.Path))
        {
            await Problem.Of(status, status < StatusCodes.Status500InternalServerError ? "The request cannot be read." : $"The tower failed to answer. Its log tells why under trace {trace}.").ExecuteAsync(httpContext);
            return true;
        }

        // What the page was about to say may be half in the buffer.
        httpContext.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        httpContext.Response.ContentType = "text/html; charset=utf-8";
        await httpContext.Response.WriteAsync(Page(trace), cancellationToken);
        return true;
    }

    private static string Page(string trace) => $"""
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Something failed · RetailTower</title>
        <style>body {HtmlStyle} main {MainStyle}</style></head>
        <body><main><h1>This page could not be shown</h1>
        <p>The tower met an error while preparing it. Orders go on being worked meanwhile; nothing you saved before is lost.</p>
        <p><a href="">Try again</a>, or <a href="/">go to the Tower page</a>. If it stays, tell an administrator this number:</p>
        <p><code>{HtmlEncoder.Default.Encode(trace)}</code></p></main></body></html>
        """;

    private const string HtmlStyle = "{ margin: 0; font: 14px/1.5 system-ui, sans-serif; color: CanvasText; background: Canvas; color-scheme: light dark; }";
    private const string MainStyle = "{ max-width: 440px; margin: 14vh auto 0; padding: 0 16px; }";
}
