using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace RetailTower.Engine.Connectors.BusinessCentral;

/// <summary>
/// Reads the service's notifications (<c>api-reference/v2.0/dynamics-subscriptions.md</c>). They carry no signature: the only proof is the
/// <c>clientState</c> of each entry, and what they claim is believed only after it was read back.
/// </summary>
internal sealed class NotificationReader(IReadOnlyList<string> clientStates)
{
    private const int LongestValidationToken = 2048;

    private readonly byte[][] _clientStates = [.. clientStates.Select(Encoding.UTF8.GetBytes)];

    public WebhookReading Read(WebhookCall call)
    {
        if (call.Query.TryGetValue("validationToken", out var token) && token.ToString() is { Length: > 0 } echo)
        {
            return echo.Length <= LongestValidationToken
                ? new WebhookReading.Handshake(new WebhookReply(200, "text/plain", echo))
                : new WebhookReading.Unreadable("validationToken", "It is longer than any the service sends.");
        }
        if (!HttpMethodIsPost(call.Method)) return new WebhookReading.Unreadable("validationToken", "A call other than POST must carry one.");
        try
        {
            return ReadEntries(call);
        }
        catch (JsonException e)
        {
            return new WebhookReading.Unreadable(e.Path ?? "#", $"The body is not JSON: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}.");
        }
    }

    private static bool HttpMethodIsPost(string method) => string.Equals(method, "POST", StringComparison.OrdinalIgnoreCase);

    private WebhookReading ReadEntries(WebhookCall call)
    {
        var reader = new Utf8JsonReader(call.Body.Span);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return new WebhookReading.Unreadable("#", "An object is expected.");
        var messages = new List<IncomingMessage>();
        WebhookReading.Unreadable? unreadable = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isValue = reader.ValueTextEquals("value");
            reader.Read();
            if (!isValue)
            {
                reader.Skip();
                continue;
            }
            if (reader.TokenType != JsonTokenType.StartArray) return new WebhookReading.Unreadable("#/value", "A list is expected.");
            for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
            {
                if (reader.TokenType != JsonTokenType.StartObject) return new WebhookReading.Unreadable($"#/value/{i}", "An object is expected.");
                var entry = Entry.Read(ref reader, call.Body.Span);
                // One call may mix subscriptions, and each entry has to prove itself.
                if (!IsGenuine(entry.ClientState)) return new WebhookReading.Unauthorised($"The clientState of entry {i} is not one the tower gave.");
                if (entry.Message is { } message) messages.Add(message);
                else unreadable ??= new WebhookReading.Unreadable($"#/value/{i}/{entry.Missing}", "A string is expected.");
            }
        }
        // Whatever follows the object makes the call unreadable, too.
        while (reader.Read())
        {
        }
        if (unreadable is not null) return unreadable;
        return messages.Count == 0
            ? new WebhookReading.Unreadable("#/value", "It names no change.")
            : new WebhookReading.Accepted(messages, new WebhookReply(200));
    }

    private bool IsGenuine(string? clientState)
    {
        if (clientState is null) return false;
        var bytes = Encoding.UTF8.GetBytes(clientState);
        var genuine = false;
        foreach (var expected in _clientStates) genuine |= CryptographicOperations.FixedTimeEquals(bytes, expected);
        return genuine;
    }

    /// <summary>One entry: its proof, and its message unless something is missing.</summary>
    private readonly record struct Entry(string? ClientState, IncomingMessage? Message, string? Missing)
    {
        public static Entry Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> body)
        {
            var start = (int)reader.TokenStartIndex;
            var secret = Range.All;
            string? clientState = null, subscription = null, resource = null, change = null, modified = null;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString();
                reader.Read();
                var value = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
                switch (name)
                {
                    case "clientState" when value is not null:
                        clientState = value;
                        secret = ((int)reader.TokenStartIndex + 1 - start)..((int)reader.BytesConsumed - 1 - start);
                        break;
                    case "subscriptionId": subscription = value; break;
                    case "resource": resource = value; break;
                    case "changeType": change = value; break;
                    case "lastModifiedDateTime": modified = value; break;
                }
                reader.Skip();
            }
            if (string.IsNullOrEmpty(subscription)) return new Entry(clientState, null, "subscriptionId");
            if (string.IsNullOrEmpty(resource)) return new Entry(clientState, null, "resource");
            if (string.IsNullOrEmpty(change)) return new Entry(clientState, null, "changeType");
            if (string.IsNullOrEmpty(modified)) return new Entry(clientState, null, "lastModifiedDateTime");
            var bytes = body[start..(int)reader.BytesConsumed].ToArray();
            // The message is shown to people, and the proof is a secret.
            if (!secret.Equals(Range.All)) bytes.AsSpan(secret).Fill((byte)'*');
            var tail = Resource.Tail(resource);
            var message = new IncomingMessage(
                // The time first: keys that grow lie together in the index of keys.
                $"{modified}/{change}/{tail}/{subscription}",
                $"{Resource.Set(tail)}.{change}",
                new Subject.Loose(tail),
                "application/json",
                bytes,
                DateTimeOffset.TryParse(modified, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null);
            return new Entry(clientState, message, null);
        }
    }
}
