using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Primitives;
using RetailTower.Engine.Canonical;
using RetailTower.Engine.Connectors;
using RetailTower.Engine.Connectors.BusinessCentral;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Connectors.BusinessCentral;

public sealed class ErpNotificationTests : IDisposable
{
    private const string Company = "7d6d2f0e-9a34-4a53-8e0c-2b1f64b0c001";
    private const string Order = "b6f4017a-0000-4000-8000-000000000001";
    private static readonly DateTimeOffset At = new(2026, 1, 15, 10, 0, 0, TimeSpan.Zero);

    private readonly HttpClient _http = new();
    private readonly BusinessCentralConnector _connector;

    public ErpNotificationTests() => _connector = new BusinessCentralConnector("business-central", new BusinessCentralOptions
    {
        BaseAddress = new Uri("http://127.0.0.1:1/"),
        Authority = new Uri("http://127.0.0.1:1/"),
        TenantId = "t",
        ClientId = "c",
        ClientSecret = "s",
        Environment = "production",
        CompanyId = new Guid(Company),
        ClientStates = ["current-client-state", "former-client-state"],
    }, _http, TimeProvider.System, NullLogger<BusinessCentralConnector>.Instance);

    public void Dispose()
    {
        _connector.Dispose();
        _http.Dispose();
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public void The_handshake_echoes_the_token_as_plain_text(string method) =>
        Read("", method, "a<b&c").ShouldBe(new WebhookReading.Handshake(new WebhookReply(200, "text/plain", "a<b&c")));

    [Theory]
    [InlineData("current-client-state")]
    [InlineData("former-client-state")]
    public void A_notification_of_ours_becomes_a_message_without_the_secret(string clientState)
    {
        var message = Accepted(Entry(clientState: clientState)).ShouldHaveSingleItem();
        message.Kind.ShouldBe("salesOrders.updated");
        message.Subject.ShouldBe(new Subject.Loose($"salesOrders({Order})"));
        message.MessageKey.ShouldBe($"2026-01-15T10:00:00Z/updated/salesOrders({Order})/sub1");
        message.OccurredAt.ShouldBe(At);
        Encoding.UTF8.GetString(message.Body.Span).ShouldBe(Entry(clientState: new string('*', clientState.Length)));
    }

    [Fact]
    public void One_call_may_mix_subscriptions_and_each_entry_stands_alone()
    {
        var messages = Accepted(Entry(), Entry(resource: $"/api/v2.0/companies({Company})/customers({Order})", change: "created"));
        messages.Select(m => m.Kind).ShouldBe(["salesOrders.updated", "customers.created"]);
        Fetched(messages[1]).ShouldBe(new FetchCommand("customers", Order));
    }

    [Theory]
    [InlineData("current-client-stat3")]
    [InlineData("")]
    [InlineData(null)]
    public void One_entry_with_a_wrong_or_missing_client_state_makes_the_call_unauthorised(string? clientState)
    {
        var entry = clientState is null ? Entry().Replace("clientState", "clientStat", StringComparison.Ordinal) : Entry(clientState: clientState);
        Read($$"""{"value":[{{Entry()}},{{entry}}]}""").ShouldBeOfType<WebhookReading.Unauthorised>().Why.ShouldNotContain("current");
    }

    [Theory]
    [InlineData("", "#")]
    [InlineData("[]", "#")]
    [InlineData("""{"value":[}""", "#")]
    [InlineData("""{"value":{}}""", "#/value")]
    [InlineData("""{"value":[]}""", "#/value")]
    [InlineData("""{"value":[7]}""", "#/value/0")]
    [InlineData("""{"value":[{"clientState":"current-client-state","subscriptionId":"s","resource":7,"changeType":"updated"}]}""", "#/value/0/resource")]
    public void A_body_that_cannot_be_read_says_where(string body, string where) =>
        Read(body).ShouldBeOfType<WebhookReading.Unreadable>().Where.ShouldBe(where);

    [Theory]
    [InlineData("updated", "salesOrders")]
    [InlineData("created", "salesInvoices")]
    [InlineData("updated", "items")]
    public void A_change_is_read_back(string change, string set) =>
        Fetched(Accepted(Entry($"api/v2.0/companies({Company})/{set}({Order})", change))[0]).ShouldBe(new FetchCommand(set, Order));

    [Fact]
    public void Many_changes_at_once_are_read_back_by_their_filter() =>
        Fetched(Accepted(Entry($"api/v2.0/companies({Company})/salesOrders?$filter=lastDateTimeModified%20gt%202026-01-15T09:59:00Z", "collection"))[0])
            .ShouldBe(new FetchCommand("salesOrders", "$filter=lastModifiedDateTime gt 2026-01-15T09:59:00Z"));

    [Fact]
    public void A_deleted_order_means_nothing_by_itself() =>
        Interpret(Accepted(Entry(change: "deleted"))[0]).ShouldBeOfType<Interpretation.Nothing>().Why.ShouldNotBeEmpty();

    [Theory]
    [InlineData("api/v2.0/companies(7d6d2f0e-9a34-4a53-8e0c-2b1f64b0c001)/vendors(b6f4017a-0000-4000-8000-000000000001)", "updated", "#/resource")]
    [InlineData("api/v2.0/companies(00000000-9a34-4a53-8e0c-2b1f64b0c001)/items(b6f4017a-0000-4000-8000-000000000001)", "updated", "#/resource")]
    [InlineData("api/v2.0/companies(7d6d2f0e-9a34-4a53-8e0c-2b1f64b0c001)/items", "updated", "#/resource")]
    [InlineData("api/v2.0/companies(7d6d2f0e-9a34-4a53-8e0c-2b1f64b0c001)/items(b6f4017a-0000-4000-8000-000000000001)", "melted", "#/changeType")]
    public void What_is_not_understood_is_unknown(string resource, string change, string where) =>
        Interpret(Accepted(Entry(resource, change))[0]).ShouldBeOfType<Interpretation.Unknown>().Where.ShouldBe(where);

    [Fact]
    public void An_order_states_what_is_allocated_shipped_and_invoiced()
    {
        var stated = Event<ErpOrderStated>("salesOrders", OrderDocument("Open"));
        stated.ErpNumber.ShouldBe("101005");
        stated.Reviewed.ShouldBeTrue();
        stated.Lines.ShouldBe([new ErpLine(1, 6, 5, 2, 1), new ErpLine(12, 3, 3, 0, 0)]);
        stated.Version.ShouldBe(At.UtcTicks);
        stated.References.ShouldBe([new Reference("business-central", "salesOrder", Order), new Reference("business-central", "orderNumber", "101005")]);
        var draft = Event<ErpOrderStated>("salesOrders", OrderDocument("Draft"));
        draft.Reviewed.ShouldBeFalse();
        draft.Lines.ShouldAllBe(l => l.Allocated == 0);
    }

    [Fact]
    public void An_order_without_lines_is_read_back_with_them() =>
        Interpret("salesOrders", OrderDocument("Open").Replace("salesOrderLines", "otherLines", StringComparison.Ordinal))
            .ShouldBeOfType<Interpretation.Fetches>().Items.ShouldBe([new FetchCommand("salesOrders", Order)]);

    [Theory]
    [InlineData("Open", false, false)]
    [InlineData("Paid", true, false)]
    [InlineData("Canceled", false, true)]
    [InlineData("Corrective", false, true)]
    public void An_invoice_states_whether_it_is_paid_or_cancelled(string status, bool paid, bool cancelled)
    {
        var stated = Event<InvoiceStated>("salesInvoices", Invoice(status));
        (stated.InvoiceNumber, stated.Amount, stated.Currency, stated.Paid, stated.Cancelled).ShouldBe(("103001", 15.30m, "GBP", paid, cancelled));
        stated.Lines.ShouldBe([new InvoicedLine(1, 6)]);
    }

    [Fact]
    public void A_draft_invoice_means_nothing_yet() => Interpret("salesInvoices", Invoice("Draft")).ShouldBeOfType<Interpretation.Nothing>();

    [Theory]
    [InlineData("\" \"", false)]
    [InlineData("\"_x0020_\"", false)]
    [InlineData("null", false)]
    [InlineData("\"Ship\"", true)]
    [InlineData("\"All\"", true)]
    public void A_customer_states_credit_and_block(string blocked, bool isBlocked)
    {
        var stated = Event<CustomerStated>("customers",
            $$"""{"@odata.etag":"W/\"1\"","id":"{{Order}}","number":"C-1","displayName":"N","creditLimit":500.0,"balanceDue":12.5,"blocked":{{blocked}},"lastModifiedDateTime":"2026-01-15T10:00:00Z"}""");
        (stated.Number, stated.CreditLimit, stated.BalanceDue, stated.Blocked).ShouldBe(("C-1", 500m, 12.5m, isBlocked));
    }

    [Fact]
    public void An_item_states_its_price() => Event<ProductStated>("items",
        $$"""{"@odata.etag":"W/\"1\"","id":"{{Order}}","number":"85123A","displayName":"HOLDER","unitPrice":2.55,"blocked":false,"gtin":null,"lastModifiedDateTime":"2026-01-15T10:00:00Z"}""")
        .ShouldSatisfyAllConditions(p => p.Sku.ShouldBe("85123A"), p => p.UnitPrice.ShouldBe(2.55m), p => p.Blocked.ShouldBeFalse());

    [Theory]
    [InlineData("salesOrders", "{}")]
    [InlineData("salesOrders", "[]")]
    [InlineData("salesInvoices", "{\"id\":\"x\"}")]
    [InlineData("customers", "not json")]
    [InlineData("surprises", "{}")]
    public void A_document_of_another_shape_is_unknown(string kind, string body) => Interpret(kind, body).ShouldBeOfType<Interpretation.Unknown>();

    private static string OrderDocument(string status) => $$"""
        {"@odata.etag":"W/\"JzE5\"","id":"{{Order}}","number":"101005","externalDocumentNumber":"SF-1","status":"{{status}}","lastModifiedDateTime":"2026-01-15T10:00:00Z",
         "requestedDeliveryDate":"0001-01-01","customer":null,"salesOrderLines":[
          {{Line(10000, "Item", 6, 3, 2, 1)}},{{Line(120000, "Item", 3, 9, 0, 0)}},{{Line(20001, "Item", 1, 1, 0, 0)}},{{Line(30000, "Comment", 0, 0, 0, 0)}}]}
        """;

    private static string Line(int sequence, string type, int quantity, int ship, int shipped, int invoiced) =>
        $$"""{"@odata.etag":"W/\"1\"","id":"{{Guid.NewGuid()}}","sequence":{{sequence}},"lineType":"{{type}}","quantity":{{quantity}},"shipQuantity":{{ship}},"invoiceQuantity":0,"shippedQuantity":{{shipped}},"invoicedQuantity":{{invoiced}},"locationId":null}""";

    private static string Invoice(string status) => $$"""
        {"@odata.etag":"W/\"1\"","id":"{{Order}}","number":"103001","externalDocumentNumber":"SF-1","status":"{{status}}","currencyCode":"GBP","totalAmountIncludingTax":15.30,
         "lastModifiedDateTime":"2026-01-15T10:00:00Z","salesInvoiceLines":[{"sequence":10000,"lineType":"Item","quantity":6}]}
        """;

    private T Event<T>(string kind, string body)
        where T : CanonicalEvent => Interpret(kind, body).ShouldBeOfType<Interpretation.Events>().Items.ShouldHaveSingleItem().ShouldBeOfType<T>();

    private FetchCommand Fetched(IncomingMessage message) => Interpret(message).ShouldBeOfType<Interpretation.Fetches>().Items.ShouldHaveSingleItem();

    private Interpretation Interpret(IncomingMessage message) => Interpret(message.Kind, Encoding.UTF8.GetString(message.Body.Span));

    private Interpretation Interpret(string kind, string body) =>
        _connector.Interpret(new StoredMessage("business-central", "k", kind, null, "application/json", Encoding.UTF8.GetBytes(body), At));

    private IReadOnlyList<IncomingMessage> Accepted(params string[] entries) =>
        Read($$"""{"value":[{{string.Join(',', entries)}}]}""").ShouldBeOfType<WebhookReading.Accepted>().Messages;

    private static string Entry(string? resource = null, string change = "updated", string clientState = "current-client-state") =>
        $$"""{ "subscriptionId": "sub1", "clientState":"{{clientState}}","expirationDateTime":"2026-01-18T10:00:00Z","resource":"{{resource ?? $"api/v2.0/companies({Company})/salesOrders({Order})"}}","changeType":"{{change}}","lastModifiedDateTime":"2026-01-15T10:00:00Z" }""";

    private WebhookReading Read(string body, string method = "POST", string? validationToken = null) => _connector.ReadWebhook(new WebhookCall(
        method, new HeaderDictionary(),
        new QueryCollection(validationToken is null ? [] : new Dictionary<string, StringValues> { ["validationToken"] = validationToken }),
        "application/json", Encoding.UTF8.GetBytes(body), At));
}
