namespace RetailTower.Engine.Connectors.ThreePl;

/// <summary>How to reach one distribution centre. Two centres are two systems with options of their own.</summary>
public sealed class ThreePlOptions
{
    /// <summary>Root of the service; the paths start with <c>v1/</c> below it.</summary>
    public required Uri BaseAddress { get; init; }

    public required string ApiKey { get; init; }

    /// <summary>
    /// Secrets (<c>whsec_…</c>) that sign the centre's webhooks. The first one is given to the centre; during a rotation the former one stays behind
    /// it until the centre has stopped to use it.
    /// </summary>
    public required IReadOnlyList<string> WebhookSecrets { get; init; }

    /// <summary>Every problem at once, each with the key and how to mend it. Never quotes a secret.</summary>
    public IEnumerable<string> Validate(string path)
    {
        if (BaseAddress is not { IsAbsoluteUri: true, Scheme: "http" or "https" })
            yield return $"{path}:BaseAddress must be an absolute http or https address, for example https://3pl.example/.";
        if (string.IsNullOrWhiteSpace(ApiKey)) yield return $"{path}:ApiKey is missing; the centre issues it.";
        if (WebhookSecrets is not { Count: > 0 }) yield return $"{path}:WebhookSecrets is empty; give at least one whsec_ secret.";
        for (var i = 0; i < WebhookSecrets?.Count; i++)
        {
            if (StandardWebhook.TryDecodeSecret(WebhookSecrets[i]) is null)
                yield return $"{path}:WebhookSecrets:{i} must be whsec_ followed by base64 of at least {StandardWebhook.ShortestKey} random bytes.";
        }
    }
}
