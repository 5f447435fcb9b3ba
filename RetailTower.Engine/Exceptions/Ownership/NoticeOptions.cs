using MimeKit;
using RetailTower.Engine.Governance;

namespace RetailTower.Engine.Exceptions.Ownership;

/// <summary>How notices leave the tower; in it they are always shown. Section <c>Tower:Notices</c>.</summary>
public sealed class NoticeOptions
{
    /// <summary>No mail is sent while it has no host.</summary>
    public MailOptions Mail { get; set; } = new();

    /// <summary>Addresses that are called, by name.</summary>
    public Dictionary<string, NoticeWebhookOptions> Webhooks { get; set; } = [];

    /// <summary>How long notices gather before they are sent.</summary>
    public TimeSpan Gather { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The least time between two letters to the same recipient.</summary>
    public TimeSpan Apart { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Every problem of the section, each naming the key and the mend.</summary>
    public IEnumerable<string> Validate(string path)
    {
        if (Gather < TimeSpan.Zero || Gather > TimeSpan.FromHours(1)) yield return $"{path}:Gather must be from 00:00:00 to 01:00:00; it is {Gather}.";
        if (Apart < TimeSpan.Zero || Apart > TimeSpan.FromDays(1)) yield return $"{path}:Apart must be from 00:00:00 to 1.00:00:00; it is {Apart}.";
        if (Mail.On)
        {
            if (!MailboxAddress.TryParse(Mail.From, out _)) yield return $"{path}:Mail:From must be the address that mails come from, for example tower@example.com; it is '{Mail.From}'.";
            if (Mail.Port is < 1 or > 65535) yield return $"{path}:Mail:Port must be a port, for example 587; it is {Mail.Port}.";
            if (string.IsNullOrEmpty(Mail.User) != string.IsNullOrEmpty(Mail.Password)) yield return $"{path}:Mail:User and {path}:Mail:Password go together: set both or neither.";
        }

        foreach (var (name, hook) in Webhooks)
        {
            if (!Uri.TryCreate(hook.Url, UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http")) yield return $"{path}:Webhooks:{name}:Url must be an absolute http or https address.";
            if (hook.Key is null) yield return $"{path}:Webhooks:{name}:Secret must be whsec_ and 24 to 64 bytes in base64.";
        }
    }
}

/// <summary>The mail server that takes the tower's letters.</summary>
public sealed class MailOptions
{
    public string? Host { get; set; }

    public int Port { get; set; } = 587;

    public MailSecurity Security { get; set; } = MailSecurity.StartTls;

    public string? User { get; set; }

    public string? Password { get; set; }

    public string? From { get; set; }

    /// <summary>Whether mail is sent.</summary>
    public bool On => !string.IsNullOrWhiteSpace(Host);
}

public enum MailSecurity
{
    /// <summary>Encrypted after the greeting; refused where the server cannot.</summary>
    StartTls,
    /// <summary>Encrypted from the first byte.</summary>
    Tls,
    /// <summary>In clear: for a server on the same machine.</summary>
    None,
}

public sealed class NoticeWebhookOptions
{
    public string? Url { get; set; }

    /// <summary>Signs each call: <c>whsec_</c> and a key in base64.</summary>
    public string? Secret { get; set; }

    /// <summary>The key in the secret; null when it is none of 24 to 64 bytes, as the specification asks of senders.</summary>
    internal byte[]? Key =>
        Secret?.StartsWith(WebhookSignature.Prefix, StringComparison.Ordinal) == true && WebhookSignature.TryDecode(Secret, 24) is { Length: <= 64 } key ? key : null;
}
