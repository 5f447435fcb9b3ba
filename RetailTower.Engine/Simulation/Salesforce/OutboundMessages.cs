using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using System.Xml;
using System.Xml.Linq;
using RetailTower.Engine.Simulation.Core;

namespace RetailTower.Engine.Simulation.Salesforce;

/// <summary>
/// Outbound Messages about orders: up to 100 notifications in a message, each retried until acknowledged. A notification carries the values of the moment it is
/// sent, not of the moment it was caused; changes before its first sending need no second one. Without an endpoint the notifications wait.
/// </summary>
internal sealed class OutboundMessages : IAsyncDisposable
{
    private const int PerMessage = 100;
    private const int Senders = 4;
    private static readonly XNamespace Soap = "http://soap.sforce.com/2005/09/outbound";

    private readonly Surroundings _around;
    private readonly string _system;
    private readonly string _organizationId;
    private readonly Func<string, Order?> _find;
    private readonly Channel<Notification> _due = Channel.CreateUnbounded<Notification>();
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Notification> _unsent = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Notification> _open = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task[] _senders;
    private TaskCompletionSource _endpointKnown = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Uri? _endpoint;
    private long _numbers;

    public OutboundMessages(Surroundings around, string system, string organizationId, Func<string, Order?> find)
    {
        (_around, _system, _organizationId, _find) = (around, system, organizationId, find);
        _senders = [.. Enumerable.Range(0, Senders).Select(_ => SendAsync(_stop.Token))];
    }

    private sealed record Notification(string Id, string OrderId, int Attempts);

    /// <summary>Where messages go; null until the administrator set it.</summary>
    public Uri? Endpoint
    {
        get => _endpoint;
        set
        {
            lock (_lock)
            {
                _endpoint = value;
                if (value is not null) _endpointKnown.TrySetResult();
                else if (_endpointKnown.Task.IsCompleted) _endpointKnown = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }

    /// <summary>Notifications not yet acknowledged.</summary>
    public int Waiting
    {
        get { lock (_lock) return _open.Count; }
    }

    /// <summary>Causes a notification about the order.</summary>
    public void Announce(string orderId)
    {
        if (_around.Faults.Strikes(_system, FaultKind.LoseWebhooks))
        {
            _around.Courier.Lost.Add(new(_system, "outbound-message", _find(orderId)?.OrderReferenceNumber ?? "", _around.Time.GetUtcNow()));
            return;
        }

        Notification notification;
        lock (_lock)
        {
            if (_unsent.ContainsKey(orderId)) return;
            notification = new(SalesforceId.New("04l", ++_numbers), orderId, 0);
            _unsent[orderId] = _open[notification.Id] = notification;
        }
        if (_around.Faults.Strikes(_system, FaultKind.ReorderWebhooks)) _around.Scheduler.AfterExactly(_around.Courier.HoldBack(), () => _due.Writer.TryWrite(notification));
        else _due.Writer.TryWrite(notification);
    }

    public void Save(Utf8JsonWriter state)
    {
        lock (_lock)
        {
            state.WriteStartObject();
            state.WriteNumber("numbers", _numbers);
            if (_endpoint is not null) state.WriteString("endpoint", _endpoint.ToString());
            state.WriteStartArray("open");
            foreach (var notification in _open.Values) JsonSerializer.Serialize(state, notification);
            state.WriteEndArray();
            state.WriteEndObject();
        }
    }

    public void Restore(JsonElement state)
    {
        _numbers = state.GetProperty("numbers").GetInt64();
        foreach (var saved in state.GetProperty("open").EnumerateArray())
        {
            var notification = saved.Deserialize<Notification>()!;
            _open[notification.Id] = notification;
            _due.Writer.TryWrite(notification);
        }
        if (state.TryGetProperty("endpoint", out var endpoint)) Endpoint = new Uri(endpoint.GetString()!);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_senders);
        _stop.Dispose();
    }

    private async Task SendAsync(CancellationToken stop)
    {
        try
        {
            var batch = new List<Notification>(PerMessage);
            while (await _due.Reader.WaitToReadAsync(stop))
            {
                await _endpointKnown.Task.WaitAsync(stop);
                while (batch.Count < PerMessage && _due.Reader.TryRead(out var next)) batch.Add(next);
                // A draft may have been deleted since; a message without notification does not exist.
                batch.RemoveAll(n => _find(n.OrderId) is null && Forget(n));
                if (batch.Count > 0) await SendAsync([.. batch], stop);
                batch.Clear();
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The landscape stops; what is open is kept.
        }
    }

    private bool Forget(Notification notification)
    {
        lock (_lock)
        {
            _unsent.Remove(notification.OrderId);
            return _open.Remove(notification.Id);
        }
    }

    private async Task SendAsync(Notification[] batch, CancellationToken stop)
    {
        lock (_lock)
            foreach (var notification in batch) _unsent.Remove(notification.OrderId);
        if (_endpoint is not { } endpoint)
        {
            foreach (var notification in batch) _due.Writer.TryWrite(notification);
            return;
        }
        var message = new WebhookDelivery(_system, endpoint, "text/xml; charset=utf-8", Write(batch), new Dictionary<string, string> { ["SOAPAction"] = "\"\"" });
        var copies = _around.Faults.Strikes(_system, FaultKind.DuplicateWebhooks) ? _around.Dice.Between(2, 3) : 1;
        var (acknowledged, away) = (false, false);
        for (var copy = 0; copy < copies; copy++)
        {
            var (status, answer) = await _around.Courier.PostOnceAsync(message, stop);
            acknowledged |= status == HttpStatusCode.OK && IsAck(answer);
            away = status is null;
        }
        if (acknowledged)
        {
            lock (_lock)
                foreach (var notification in batch) _open.Remove(notification.Id);
            return;
        }
        // Each is retried by itself, so that they may arrive out of order and in other company, as the documentation warns.
        foreach (var notification in batch)
        {
            var again = notification with { Attempts = notification.Attempts + 1 };
            _around.Scheduler.AfterExactly(_around.Courier.RetryDelay(again.Attempts, away), () => _due.Writer.TryWrite(again));
        }
    }

    // Anything that is not an Ack of true counts as a failure: false, a fault, an empty body, text that is no XML.
    private static bool IsAck(string answer)
    {
        try
        {
            using var reader = XmlReader.Create(new StringReader(answer), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
            return XDocument.Load(reader).Descendants(Soap + "notificationsResponse").Elements(Soap + "Ack").Any(a => a.Value.Trim() is "true" or "1");
        }
        catch (XmlException)
        {
            return false;
        }
    }

    private byte[] Write(Notification[] batch)
    {
        XNamespace envelope = "http://schemas.xmlsoap.org/soap/envelope/", instance = "http://www.w3.org/2001/XMLSchema-instance", sf = "urn:sobject.enterprise.soap.sforce.com";
        var host = string.Create(CultureInfo.InvariantCulture, $"https://retail.my.salesforce.com/services/Soap");
        var notifications = new XElement(
            Soap + "notifications",
            new XElement(Soap + "OrganizationId", _organizationId),
            new XElement(Soap + "ActionId", SalesforceId.New("04k", 1)),
            new XElement(Soap + "SessionId", new XAttribute(instance + "nil", "true")),
            new XElement(Soap + "EnterpriseUrl", $"{host}/c/62.0/{_organizationId[..15]}"),
            new XElement(Soap + "PartnerUrl", $"{host}/u/62.0/{_organizationId[..15]}"));
        foreach (var notification in batch)
            if (_find(notification.OrderId) is { } order)
                notifications.Add(new XElement(Soap + "Notification", new XElement(Soap + "Id", notification.Id), Fields(order, sf, instance)));
        var body = new XElement(
            envelope + "Envelope",
            new XAttribute(XNamespace.Xmlns + "soapenv", envelope),
            new XAttribute(XNamespace.Xmlns + "xsd", "http://www.w3.org/2001/XMLSchema"),
            new XAttribute(XNamespace.Xmlns + "xsi", instance),
            new XElement(envelope + "Body", notifications));
        return Encoding.UTF8.GetBytes("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + body.ToString(SaveOptions.DisableFormatting));
    }

    private static XElement Fields(Order order, XNamespace sf, XNamespace instance)
    {
        var fields = new XElement(
            Soap + "sObject",
            new XAttribute(instance + "type", "sf:Order"),
            new XAttribute(XNamespace.Xmlns + "sf", sf),
            new XElement(sf + "Id", order.Id),
            new XElement(sf + "IsReductionOrder", Values.Text(order.IsReductionOrder)));
        // A field without value is left out of the message.
        foreach (var (name, value) in new (string, string?)[] { ("OrderReferenceNumber", order.OrderReferenceNumber), ("OriginalOrderId", order.OriginalOrderId), ("Status", order.Status) })
            if (value is not null) fields.Add(new XElement(sf + name, value));
        fields.Add(new XElement(sf + "SystemModstamp", order.SystemModstamp.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)));
        return fields;
    }
}
