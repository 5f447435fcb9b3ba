using System.Text.Json;
using RetailTower.Engine.Canonical;

namespace RetailTower.Engine.Connectors.Shopify;

/// <summary>
/// Webhooks of the app. Shopify deletes a subscription after eight failed attempts, so they are looked at again and again; one that points to the
/// tower's former address is taken away.
/// </summary>
internal sealed class WebhookSubscriptions(ShopifyClient client)
{
    private static readonly string[] Topics = ["orders/create", "orders/updated", "orders/cancelled", "refunds/create"];

    public async Task EnsureAsync(Uri hookUrl, CancellationToken cancellationToken)
    {
        var there = new List<(long Id, string Topic, string Address)>();
        for (string? next = $"{client.ApiPath}/webhooks.json?limit=250"; next is not null;)
        {
            var answer = await client.GetAsync(next, cancellationToken);
            var page = answer.Json ?? throw Refused(answer);
            there.AddRange(page.ItemsOf("webhooks").Select(hook => (hook.LongOf("id") ?? 0, hook.TextOf("topic") ?? "", hook.TextOf("address") ?? "")));
            next = answer.NextPage;
        }
        foreach (var topic in Topics.Where(topic => !there.Any(hook => hook.Topic == topic && hook.Address == hookUrl.AbsoluteUri)))
        {
            var body = JsonSerializer.SerializeToUtf8Bytes(new { webhook = new { topic, address = hookUrl.AbsoluteUri, format = "json" } });
            var answer = await client.SendAsync(HttpMethod.Post, $"{client.ApiPath}/webhooks.json", body, Domains.Integration, cancellationToken);
            // 422 with "already been taken": another node of the tower was quicker.
            if (answer.Json is null && answer.Problem is not CallOutcome.Rejected { Code: "http-422-address" })
            {
                throw Refused(answer);
            }
        }
        foreach (var hook in there.Where(hook => Topics.Contains(hook.Topic) && hook.Address != hookUrl.AbsoluteUri && IsTowers(hook.Address, hookUrl)))
        {
            var answer = await client.SendAsync(HttpMethod.Delete, $"{client.ApiPath}/webhooks/{hook.Id}.json", null, Domains.Integration, cancellationToken);
            if (answer.Json is null && answer.Status != 404)
            {
                throw Refused(answer);
            }
        }
    }

    private static bool IsTowers(string address, Uri hookUrl) => Uri.TryCreate(address, UriKind.Absolute, out var other) && other.AbsolutePath == hookUrl.AbsolutePath;

    private static HttpRequestException Refused(ShopifyClient.Answer answer) => new($"Shopify did not take the webhook subscription: {answer.Problem}");
}
