using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RetailTower.Engine.Simulation.Core;

namespace RetailTower.Engine.Simulation.BusinessCentral;

/// <summary>
/// Dynamics 365 Business Central as the landscape's ERP: API v2.0 for one company, with the token endpoint that in real
/// life stands on another host. Reviews orders, allocates stock, posts, invoices, is paid, and notifies subscribers.
/// </summary>
public sealed class BusinessCentralSystem : ISimulatedSystem, IStockKeeper, ICreditKeeper, IBookkeeper
{
    internal static readonly Guid CompanyId = new("7d6d2f0e-9a34-4a53-8e0c-2b1f64b0c001");

    private const string Tenant = "2f5c1d9a-6c1e-4a0b-9c57-41d0a7e3b001";
    private const string Environment = "production";
    private const string ClientId = "5b0e1f34-3a57-4c55-8f0c-6d2a9be7c001";
    private const string ClientSecret = "bc~landscape~test~secret";

    private static readonly TimeSpan ReviewTime = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan NotificationPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan PaymentTime = TimeSpan.FromSeconds(4);

    private readonly Surroundings _around;
    private readonly Books _books;
    private readonly Stockroom _stock;
    private readonly OrderDesk _desk;
    private readonly Posting _posting;
    private readonly Subscriptions _subscriptions;
    private readonly HttpFront _front;

    public BusinessCentralSystem(Surroundings around)
    {
        _around = around;
        _books = new Books(around.Time);
        _stock = new Stockroom(_books);
        _desk = new OrderDesk(_books, _stock, ScheduleReview);
        _posting = new Posting(_books, _stock, SchedulePayment, kind => around.Faults.Strikes(Name, kind));
        _subscriptions = new Subscriptions(around.Time, HandshakeAsync);
        var notifier = new Notifier(_subscriptions, send => around.Scheduler.After(NotificationPause, send), Post);
        _books.Committed = notifier.Note;
        around.Courier.GiveUpWhen(Name, IsFinal);

        var api = new Api(
            _books,
            new CustomerSet(_books),
            new ItemSet(_books),
            new SalesOrderSet(_books, _desk, _posting, new SalesOrderLineSet(_books, _desk)),
            new SalesOrderLineSet(_books, _desk),
            new SalesShipmentSet(_books),
            new SalesInvoiceSet(_books),
            new SalesCreditMemoSet(_books, _posting));
        var tokens = new Tokens(around.Time, Tenant, ClientId, ClientSecret) { Life = TimeSpan.FromSeconds(around.Options.ErpTokenSeconds) };
        _front = new HttpFront(Tenant, Environment, tokens, new RequestWindow(around.Time, around.Options.ErpRequestsPerFiveMinutes), api, new Api(_books, new CustomerLedgerSet(_books)), new Batch(api, _books), _subscriptions);

        foreach (var product in around.Catalogue.Products) Stock(product);
        foreach (var customer in around.Catalogue.Customers) Know(customer);
        around.Catalogue.ProductAdded += Stock;
        around.Catalogue.CustomerAdded += Know;
    }

    public string Name => "business-central";

    public string Protocol => "Dynamics 365 Business Central API v2.0";

    public bool IsHeard => _subscriptions.Alive().Count > 0;

    public string StockPlace => "erp";

    public IReadOnlyDictionary<string, string> Credentials { get; } = new Dictionary<string, string>
    {
        ["tenantId"] = Tenant,
        ["clientId"] = ClientId,
        ["clientSecret"] = ClientSecret,
        ["environment"] = Environment,
        ["companyId"] = CompanyId.ToString(),
    };

    public void Map(IEndpointRouteBuilder routes) => _front.Map(routes);

    public IReadOnlyList<LedgerEntry> Ledger() => LedgerBook.Read(Name, _books);

    public bool ReceiveGoods(string sku, decimal quantity) => _books.Transact(() =>
    {
        if (_books.Items.By("number", sku).FirstOrDefault() is not { } item) return false;
        _stock.Arrive(item.Id, quantity);
        return true;
    });

    public bool SetCredit(string customerNumber, decimal? creditLimit, bool? blocked) => _books.Transact(() =>
    {
        if (_books.Customers.By("number", customerNumber).FirstOrDefault() is not { } customer) return false;
        _books.Save(customer with
        {
            CreditLimit = creditLimit ?? customer.CreditLimit,
            Blocked = blocked switch { true => "All", false => "", null => customer.Blocked },
        });
        return true;
    });

    public bool PutRight(string reference) => _books.Transact(() => _posting.PutRight(reference));

    public Task RefuseAsync(HttpContext http, FaultKind kind)
    {
        var refusal = kind switch
        {
            FaultKind.Unavailable => new RefusalException(503, "Internal_TenantUnavailable", "The tenant is currently not available."),
            FaultKind.Throttled => HttpFront.TooMany(),
            _ => RefusalException.Dialog("The posting date is not within your range of allowed posting dates."),
        };
        // Documented for 502 and 503; a 429 of this service says nothing about when to come back.
        if (kind == FaultKind.Unavailable) http.Response.Headers.RetryAfter = "1";
        return HttpFront.WriteAsync(http, Answer.Error(refusal, Guid.NewGuid()));
    }

    public void Save(Utf8JsonWriter state) => State.Save(_books, _subscriptions, state);

    public void Restore(JsonElement state)
    {
        State.Restore(state, _books, _subscriptions);
        _books.Transact(() =>
        {
            foreach (var order in _books.Orders.All.Where(o => o.Status == SalesOrder.Draft)) ScheduleReview(order.Id);
            foreach (var invoice in _books.Invoices.All.Where(i => i is { Status: "Open", Withheld: false })) SchedulePayment(invoice.Id);
            _stock.Requeue();
        });
    }

    private void ScheduleReview(Guid order) => _around.Scheduler.After(ReviewTime, () => _books.Transact(() => _desk.Review(order)));

    private void SchedulePayment(Guid invoice) => _around.Scheduler.After(PaymentTime, () => _books.Transact(() => _posting.Pay(invoice)));

    private void Stock(Product product) => _books.Transact(() =>
    {
        if (_books.Items.By("number", product.Sku).Any()) return;
        _books.Save(new Item
        {
            Id = Guid.NewGuid(),
            Number = product.Sku,
            DisplayName = product.Description,
            Inventory = product.ErpStock,
            UnitPrice = product.Price,
            UnitCost = Math.Round(product.Price * 0.6m, 2),
        }, ChangeKind.Created);
    });

    private void Know(Core.Customer customer) => _books.Transact(() =>
    {
        if (_books.Customers.By("number", customer.Number).Any()) return;
        _books.Save(new Customer
        {
            Id = Guid.NewGuid(),
            Number = customer.Number,
            DisplayName = customer.Name,
            Email = customer.Email,
            PhoneNumber = customer.Phone ?? "",
            AddressLine1 = customer.Address.Street,
            City = customer.Address.City,
            PostalCode = customer.Address.PostalCode,
            Country = customer.Address.Country,
            CurrencyCode = Catalogue.Currency,
            CreditLimit = customer.CreditLimit,
            Blocked = customer.Blocked ? "All" : "",
        }, ChangeKind.Created);
    });

    private async Task<bool> HandshakeAsync(Uri url, string token, CancellationToken cancel)
    {
        var address = new UriBuilder(url);
        address.Query = $"{address.Query.TrimStart('?')}&validationToken={token}".TrimStart('&');
        var (status, body) = await _around.Courier.PostOnceAsync(Delivery(address.Uri, []), cancel);
        return (int?)status == 200 && body == token;
    }

    private void Post(Uri url, byte[] body) => _around.Courier.Send(Delivery(url, body));

    private WebhookDelivery Delivery(Uri url, byte[] body) => new(Name, url, "application/json; charset=utf-8", body, new Dictionary<string, string>(), "notification");

    /// <summary>408, 429 and 5xx are tried again; any other answer ends the subscriptions that the notification was for.</summary>
    private bool IsFinal(WebhookDelivery delivery, int status)
    {
        if (status is 408 or 429 or >= 500) return false;
        foreach (var id in Notifier.SubscriptionsIn(delivery.Body)) _subscriptions.Drop(id);
        return true;
    }
}
