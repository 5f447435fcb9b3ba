using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using RetailTower.Engine.Canonical;
using RetailTower.Engine.Connectors;
using RetailTower.Engine.Connectors.Salesforce;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Connectors.Salesforce;

public sealed class OutboundMessageTests : IDisposable
{
    private const string Organization = "<OrganizationId>00D000000000001AAA</OrganizationId>";

    private readonly HttpClient _http = new();
    private readonly SalesforceConnector _connector;

    public OutboundMessageTests() =>
        _connector = new SalesforceConnector("salesforce", SalesforceTestSettings.Options, _http, new FakeTimeProvider(), NullLogger<SalesforceConnector>.Instance);

    public void Dispose()
    {
        _connector.Dispose();
        _http.Dispose();
    }

    [Fact]
    public void The_documented_message_is_accepted_and_acknowledged_in_its_own_words()
    {
        var accepted = Read(Message(Organization, Notification("04l000000000001AAA", "<sf:Id>801000000000001AAA</sf:Id><sf:Status>Activated</sf:Status>"))).ShouldBeOfType<WebhookReading.Accepted>();
        accepted.Reply.Status.ShouldBe(200);
        accepted.Reply.ContentType.ShouldBe("text/xml; charset=utf-8");
        accepted.Reply.Body!.ShouldContain("""<notificationsResponse xmlns="http://soap.sforce.com/2005/09/outbound"><Ack>true</Ack></notificationsResponse>""");
        var message = accepted.Messages.ShouldHaveSingleItem();
        message.MessageKey.ShouldBe("04l000000000001AAA");
        message.Subject.ShouldBe(new Subject.Origin(new Reference("salesforce", "Order", "801000000000001AAA")));
        Interpret(message).ShouldBeOfType<Interpretation.Fetches>().Items.ShouldBe([new FetchCommand("Order", "801000000000001AAA")]);
    }

    [Fact]
    public void A_hundred_notifications_are_a_hundred_messages_and_one_more_is_refused()
    {
        var hundred = string.Concat(Enumerable.Range(0, 100).Select(i => Notification($"04l{i:D15}", $"<sf:Id>801{i:D15}</sf:Id><sf:SystemModstamp>2026-01-15T10:00:00.000Z</sf:SystemModstamp>")));
        var messages = Read(Message(Organization, hundred)).ShouldBeOfType<WebhookReading.Accepted>().Messages;
        messages.Select(message => message.MessageKey).Distinct().Count().ShouldBe(100);
        messages.ShouldAllBe(message => message.OccurredAt == new DateTimeOffset(2026, 1, 15, 10, 0, 0, TimeSpan.Zero));
        Read(Message(Organization, hundred + Notification("04l1", "<sf:Id>801000000000001AAA</sf:Id>"))).ShouldBeOfType<WebhookReading.Unreadable>().Where.ShouldBe("Notification");
    }

    [Fact]
    public void The_session_id_is_not_kept()
    {
        var message = Read(Message(Organization + "<SessionId>00Dsecret!session</SessionId>", Notification("04l1", "<sf:Id>801000000000001AAA</sf:Id>")))
            .ShouldBeOfType<WebhookReading.Accepted>().Messages.ShouldHaveSingleItem();
        Encoding.UTF8.GetString(message.Body.Span).ShouldNotContain("secret");
    }

    [Fact]
    public void A_reduction_order_is_about_the_order_it_reduces()
    {
        var message = Read(Message(Organization, Notification("04l1",
            "<sf:Id>801000000000002AAA</sf:Id><sf:IsReductionOrder>true</sf:IsReductionOrder><sf:OriginalOrderId>801000000000001AAA</sf:OriginalOrderId>")))
            .ShouldBeOfType<WebhookReading.Accepted>().Messages.ShouldHaveSingleItem();
        message.Subject.ShouldBe(new Subject.Known(new Reference("salesforce", "Order", "801000000000001AAA")));
        Interpret(message).ShouldBeOfType<Interpretation.Fetches>().Items.ShouldBe([new FetchCommand("Order", "801000000000002AAA")]);
    }

    [Theory]
    [InlineData("<OrganizationId>00D000000000002AAA</OrganizationId>")]
    [InlineData("<OrganizationId></OrganizationId>")]
    [InlineData("")]
    public void Another_org_is_not_authorised(string organization) =>
        Read(Message(organization, Notification("04l1", "<sf:Id>801000000000001AAA</sf:Id>"))).ShouldBeOfType<WebhookReading.Unauthorised>();

    [Fact]
    public void A_fifteen_character_organization_id_is_the_same_org() =>
        Read(Message("<OrganizationId>00D000000000001</OrganizationId>", Notification("04l1", "<sf:Id>801000000000001AAA</sf:Id>"))).ShouldBeOfType<WebhookReading.Accepted>();

    [Theory]
    [InlineData("", "line")]
    [InlineData("{\"id\":1}", "line")]
    [InlineData("<order/>", "Envelope")]
    [InlineData("""<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body/></e:Envelope>""", "Body")]
    [InlineData("""<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><notifications/></e:Body></e:Envelope>""", "notifications")]
    [InlineData("""<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>""", "line")]
    public void What_is_no_notifications_envelope_is_unreadable_and_says_where(string body, string where) =>
        Read(body).ShouldBeOfType<WebhookReading.Unreadable>().Where.ShouldStartWith(where);

    [Fact]
    public void A_message_without_notification_or_record_id_is_unreadable()
    {
        Read(Message(Organization, "")).ShouldBeOfType<WebhookReading.Unreadable>().Where.ShouldBe("Notification");
        Read(Message(Organization, Notification("04l1", "<sf:Status>Activated</sf:Status>"))).ShouldBeOfType<WebhookReading.Unreadable>().Where.ShouldBe("Notification/sObject/Id");
        Read(Message(Organization, "<Notification><Id/></Notification>")).ShouldBeOfType<WebhookReading.Unreadable>().Where.ShouldBe("Notification/Id");
    }

    [Fact]
    public void A_cut_body_is_not_accepted_in_part()
    {
        var whole = Message(Organization, Notification("04l1", "<sf:Id>801000000000001AAA</sf:Id>"));
        Read(whole[..whole.IndexOf("</soapenv:Body>", StringComparison.Ordinal)]).ShouldBeOfType<WebhookReading.Unreadable>();
    }

    [Fact]
    public void A_header_before_the_body_and_whitespace_do_no_harm()
    {
        var body = Message(Organization, Notification("04l1", "<sf:Id>801000000000001AAA</sf:Id>"))
            .Replace("<soapenv:Body>", "<soapenv:Header><x/></soapenv:Header>\n  <soapenv:Body>\n", StringComparison.Ordinal);
        Read(body).ShouldBeOfType<WebhookReading.Accepted>().Messages.Count.ShouldBe(1);
    }

    [Fact]
    public void Notifications_of_other_records_are_parked_and_drafts_are_of_no_consequence()
    {
        var account = Read(Message(Organization, Notification("04l1", "<sf:Id>001000000000001AAA</sf:Id>").Replace("sf:Order", "sf:Account", StringComparison.Ordinal)))
            .ShouldBeOfType<WebhookReading.Accepted>().Messages.ShouldHaveSingleItem();
        Interpret(account).ShouldBeOfType<Interpretation.Unknown>();
        var draft = Read(Message(Organization, Notification("04l1", "<sf:Id>801000000000001AAA</sf:Id><sf:Status>Draft</sf:Status>"))).ShouldBeOfType<WebhookReading.Accepted>().Messages.ShouldHaveSingleItem();
        Interpret(draft).ShouldBeOfType<Interpretation.Nothing>();
    }

    private static string Message(string head, string notifications) =>
        $"""
        <soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body>
        <notifications xmlns="http://soap.sforce.com/2005/09/outbound">{head}<ActionId>04k000000000001AAA</ActionId>
        {notifications}
        </notifications></soapenv:Body></soapenv:Envelope>
        """;

    private static string Notification(string id, string fields) =>
        $"""<Notification><Id>{id}</Id><sObject xsi:type="sf:Order" xmlns:sf="urn:sobject.enterprise.soap.sforce.com">{fields}</sObject></Notification>""";

    private WebhookReading Read(string body) =>
        _connector.ReadWebhook(new WebhookCall("POST", new HeaderDictionary(), QueryCollection.Empty, "text/xml", Encoding.UTF8.GetBytes(body), DateTimeOffset.UnixEpoch));

    private Interpretation Interpret(IncomingMessage message) =>
        _connector.Interpret(new StoredMessage("salesforce", message.MessageKey, message.Kind, null, message.ContentType, message.Body, DateTimeOffset.UnixEpoch));
}
