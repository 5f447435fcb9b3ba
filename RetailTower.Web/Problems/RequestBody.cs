using System.Buffers;
using Microsoft.AspNetCore.Http.HttpResults;

namespace RetailTower.Web.Problems;

/// <summary>Reads the body of a call from a program exactly as it came over the wire, within a limit.</summary>
internal static class RequestBody
{
    /// <summary>The bytes, or the answer that refuses them: 415 when they are encoded (signatures are over what came, not over what it unpacks to), 413 when they are too many.</summary>
    public static async Task<(ReadOnlyMemory<byte> Body, ProblemHttpResult? Refusal)> ReadAsync(HttpContext http, int limit)
    {
        var encoding = http.Request.Headers.ContentEncoding.ToString();
        if (encoding.Length > 0 && !encoding.Equals("identity", StringComparison.OrdinalIgnoreCase))
        {
            http.Response.Headers.AcceptEncoding = "identity";
            return (default, Problem.Of(StatusCodes.Status415UnsupportedMediaType, "Send the body without Content-Encoding.", where: "Content-Encoding"));
        }

        if (http.Request.ContentLength > limit) return (default, TooLong(limit));
        var reader = http.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(http.RequestAborted);
            if (read.Buffer.Length > limit)
            {
                reader.AdvanceTo(read.Buffer.End);
                return (default, TooLong(limit));
            }

            if (read.IsCompleted)
            {
                var body = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return (body, null);
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static ProblemHttpResult TooLong(int limit) => Problem.Of(StatusCodes.Status413PayloadTooLarge, $"The body is longer than {limit} bytes.");
}
