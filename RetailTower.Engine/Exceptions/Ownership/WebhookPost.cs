using System.Globalization;
using System.Net;
using System.Text.Json;
using RetailTower.Data.Model;
using RetailTower.Data.Stores;
using RetailTower.Engine.Governance;

namespace RetailTower.Engine.Exceptions.Ownership;

/// <summary>Calls the webhooks of teams, signed.</summary>
internal sealed class WebhookPost(NoticeOptions options, LetterWords words, IHttpClientFactory http, TimeProvider time) : ILetterPost
{
    public const string HttpClientName = "notices";

    /// <summary>Shorter than the lease under which it is sent.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    public LetterChannel Channel => LetterChannel.Webhook;

    public async Task<PostOutcome> SendAsync(LetterToSend letter, CancellationToken cancellationToken)
    {
        if (!options.Webhooks.TryGetValue(letter.Recipient, out var hook)) return new PostOutcome($"Tower:Notices:Webhooks:{letter.Recipient} is no longer set.", ForGood: true);
        var now = time.GetUtcNow();
        var body = JsonSerializer.SerializeToUtf8Bytes(new
        {
            type = "notice.raised",
            timestamp = now,
            data = new
            {
                text = LetterWords.Subject(letter),
                notices = letter.Notices.Select(notice => new { notice.Id, notice.Team, notice.Rung, notice.Cases, notice.Title, notice.Fingerprint, notice.OpenedAt, notice.LastAt, Url = words.Link(notice)?.AbsoluteUri }),
            },
        }, JsonSerializerOptions.Web);
        var (id, stamp) = (LetterWords.IdOf(letter), now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        using var request = new HttpRequestMessage(HttpMethod.Post, hook.Url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", stamp);
        request.Headers.Add("webhook-signature", WebhookSignature.Of(hook.Key!, id, stamp, body));
        try
        {
            using var client = http.CreateClient(HttpClientName);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return response.IsSuccessStatusCode ? PostOutcome.Taken : new PostOutcome($"{letter.Recipient} answered {(int)response.StatusCode}.", ForGood: response.StatusCode == HttpStatusCode.Gone);
        }
        catch (Exception failure) when (failure is HttpRequestException || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // The address may hold a secret, so only the kind of failure is told.
            return new PostOutcome($"{letter.Recipient} did not answer: {(failure is HttpRequestException it ? it.HttpRequestError.ToString() : "no answer in 8 s")}");
        }
    }
}
