using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml;
using RetailTower.Engine.Canonical;

namespace RetailTower.Engine.Connectors.Salesforce;

/// <summary>
/// Reads an Outbound Message: a SOAP call with 1 to 100 notifications of changed records. It carries no signature; the org's id is the only
/// thing to check, and so nothing it says is taken for a fact: it only makes the tower read the record itself.
/// </summary>
internal sealed class OutboundMessageReader(string system, string organizationId)
{
    public const string KindPrefix = "outbound-message/";

    private const string Soap = "http://schemas.xmlsoap.org/soap/envelope/";
    private const string Outbound = "http://soap.sforce.com/2005/09/outbound";
    private const string Instance = "http://www.w3.org/2001/XMLSchema-instance";
    private const int MostNotifications = 100;

    private static readonly WebhookReply Acknowledged = new(200, "text/xml; charset=utf-8",
        $"""<soapenv:Envelope xmlns:soapenv="{Soap}"><soapenv:Body><notificationsResponse xmlns="{Outbound}"><Ack>true</Ack></notificationsResponse></soapenv:Body></soapenv:Envelope>""");

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreWhitespace = true,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    };

    // The first 15 characters identify the org; the other three only repeat their case.
    private readonly byte[] _organization = Encoding.ASCII.GetBytes(organizationId[..15]);

    public WebhookReading Read(WebhookCall call)
    {
        using var xml = XmlReader.Create(new MemoryStream(call.Body.ToArray(), writable: false), Settings);
        try
        {
            return Read(xml);
        }
        catch (XmlException e)
        {
            // The parser's own words may quote the body, which may hold a session id.
            return new WebhookReading.Unreadable($"line {e.LineNumber}, position {e.LinePosition}", "The body is not well-formed XML without a document type.");
        }
    }

    /// <summary>A notification only says which order to read.</summary>
    public static Interpretation Interpret(StoredMessage message)
    {
        try
        {
            var (_, type, record) = Fields(Encoding.UTF8.GetString(message.Body.Span));
            return type != OrderMapper.Resource ? new Interpretation.Unknown("Notification/sObject", $"Notifications of {type} are not understood; only those of Order are.")
                : SalesforceId.Normalise(record.GetValueOrDefault("Id")) is not { } id ? new Interpretation.Unknown("Notification/sObject/Id", "Missing or unreadable.")
                : record.GetValueOrDefault("Status") == "Draft" ? new Interpretation.Nothing("A draft; nothing is ordered before it is activated.")
                : new Interpretation.Fetches([new FetchCommand(OrderMapper.Resource, id)]);
        }
        catch (XmlException e)
        {
            return new Interpretation.Unknown($"line {e.LineNumber}, position {e.LinePosition}", "The notification is not well-formed XML.");
        }
    }

    private WebhookReading Read(XmlReader xml)
    {
        foreach (var (element, ns) in new[] { ("Envelope", Soap), ("Body", Soap), ("notifications", Outbound) })
        {
            if (!EnterChild(xml, element, ns))
            {
                return new WebhookReading.Unreadable(element, $"Expected the element {element} of {ns}.");
            }
        }
        var genuine = false;
        var messages = new List<IncomingMessage>();
        xml.Read();
        while (xml.NodeType != XmlNodeType.EndElement)
        {
            if (xml.NodeType != XmlNodeType.Element)
            {
                xml.Read();
                continue;
            }
            switch (xml.LocalName)
            {
                case "OrganizationId":
                    genuine = SalesforceId.Normalise(xml.ReadElementContentAsString().Trim()) is { } told
                        && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(told[..15]), _organization);
                    break;
                case "Notification" when genuine:
                    if (messages.Count == MostNotifications)
                    {
                        return new WebhookReading.Unreadable("Notification", $"More than {MostNotifications} notifications in one message.");
                    }
                    if (ReadNotification(xml.ReadOuterXml(), out var missing) is not { } message)
                    {
                        return new WebhookReading.Unreadable(missing, $"Notification {messages.Count + 1} lacks it.");
                    }
                    messages.Add(message);
                    break;
                case "Notification":
                    return new WebhookReading.Unauthorised("OrganizationId is not that of the connected org.");
                default:
                    xml.Skip();
                    break;
            }
        }
        // The rest must be well-formed too: a cut body is not acknowledged in part.
        while (xml.Read())
        {
        }
        return !genuine ? new WebhookReading.Unauthorised("OrganizationId is missing or not that of the connected org.")
            : messages.Count == 0 ? new WebhookReading.Unreadable("Notification", "The message holds no notification.")
            : new WebhookReading.Accepted(messages, Acknowledged);
    }

    // Only the notification itself is kept, as a document of its own: the envelope's SessionId is a live credential.
    private IncomingMessage? ReadNotification(string document, out string missing)
    {
        var fields = Fields(document);
        missing = "Notification/Id";
        if (fields.NotificationId is not { Length: > 0 } key)
        {
            return null;
        }
        missing = "Notification/sObject/Id";
        if (SalesforceId.Normalise(fields.Record.GetValueOrDefault("Id")) is not { } id)
        {
            return null;
        }
        missing = "";
        DateTimeOffset? changed = DateTimeOffset.TryParse(fields.Record.GetValueOrDefault("SystemModstamp"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;
        return new IncomingMessage(key, KindPrefix + fields.Type, SubjectOf(fields.Type, id, fields.Record), "text/xml; charset=utf-8", Encoding.UTF8.GetBytes(document), changed);
    }

    private Subject SubjectOf(string type, string id, Dictionary<string, string> record)
    {
        if (type != OrderMapper.Resource)
        {
            return new Subject.Loose($"{type}:{id}");
        }
        return record.GetValueOrDefault("IsReductionOrder") == "true" && SalesforceId.Normalise(record.GetValueOrDefault("OriginalOrderId")) is { } original
            ? new Subject.Known(new Reference(system, OrderMapper.Resource, original))
            : new Subject.Origin(new Reference(system, OrderMapper.Resource, id));
    }

    /// <summary>The record type, notification id and chosen fields of one notification document.</summary>
    /// <exception cref="XmlException">The document is not well-formed.</exception>
    public static (string? NotificationId, string Type, Dictionary<string, string> Record) Fields(string document)
    {
        using var xml = XmlReader.Create(new StringReader(document), Settings);
        string? id = null;
        var type = "";
        var record = new Dictionary<string, string>();
        xml.MoveToContent();
        xml.Read();
        while (!xml.EOF)
        {
            if (xml.NodeType != XmlNodeType.Element)
            {
                xml.Read();
            }
            else if (xml.LocalName == "sObject")
            {
                type = xml.GetAttribute("type", Instance)?.Split(':')[^1] ?? "";
                xml.Read();
            }
            else if (xml.NamespaceURI == Outbound)
            {
                id = xml.ReadElementContentAsString().Trim();
            }
            else
            {
                record[xml.LocalName] = xml.ReadElementContentAsString().Trim();
            }
        }
        return (id, type, record);
    }

    private static bool EnterChild(XmlReader xml, string element, string ns)
    {
        while (xml.Read())
        {
            if (xml.NodeType == XmlNodeType.Element)
            {
                if (xml.LocalName == element && xml.NamespaceURI == ns)
                {
                    return !xml.IsEmptyElement;
                }
                if (xml.LocalName != "Header" || xml.NamespaceURI != Soap)
                {
                    return false;
                }
                xml.Skip();
                // Skip already stands on what follows, which the next Read would pass over.
                if (xml.NodeType == XmlNodeType.Element)
                {
                    return xml.LocalName == element && xml.NamespaceURI == ns && !xml.IsEmptyElement;
                }
            }
            else if (xml.NodeType == XmlNodeType.EndElement)
            {
                return false;
            }
        }
        return false;
    }
}
