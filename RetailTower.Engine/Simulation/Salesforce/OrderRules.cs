using System.Globalization;

namespace RetailTower.Engine.Simulation.Salesforce;

/// <summary>What the org checks and fills in before it saves orders and their lines.</summary>
internal static class OrderRules
{
    private const string Draft = "Draft";
    private const string Activated = "Activated";

    public static void BeforeCreate(Books books, Record record)
    {
        switch (record)
        {
            case Order order: BeforeCreate(books, order); break;
            case OrderItem item: BeforeCreate(books, item); break;
            case PricebookEntry entry: entry.ProductCode = ((Product2)books.Find(Schema.Of<Product2>(), entry.Product2Id!)!).ProductCode; break;
            default: break;
        }
    }

    public static void BeforeUpdate(Books books, Record record, IReadOnlyList<KeyValuePair<Field, object?>> changed)
    {
        var order = record as Order ?? (record is OrderItem item ? OrderOf(books, item) : null);
        if (order is null) return;
        var frozen = changed.Where(c => c.Key.FrozenByActivation).Select(c => c.Key.Name).ToArray();
        if (order.Status != Draft && frozen.Length > 0)
            throw Refusal.Bad("FIELD_INTEGRITY_EXCEPTION", $"You can't edit these fields on an order that is no draft: {string.Join(", ", frozen)}", frozen);
        if (record == order && changed.Any(c => c.Key.Name == "Status" && c.Value is Activated) && order.Items.Count == 0)
            throw Refusal.Bad("FAILED_ACTIVATION", "An order must have at least one product before it can be activated.");
    }

    public static void BeforeDelete(Books books, Record record)
    {
        var order = record as Order ?? (record is OrderItem item ? OrderOf(books, item) : null);
        if (order is not null && order.Status != Draft) throw Refusal.Bad("DELETE_FAILED", "An order and its products can be deleted while the order is a draft only.");
    }

    private static void BeforeCreate(Books books, Order order)
    {
        if (order.Status != Draft) throw Refusal.Bad("FAILED_ACTIVATION", "Choose a draft status: an order is created as a draft and activated later.", "Status");
        if (order.IsReductionOrder)
        {
            if (order.OriginalOrderId is null) throw Refusal.Bad("REQUIRED_FIELD_MISSING", "Required fields are missing: [OriginalOrderId]", "OriginalOrderId");
            var original = (Order)books.Find(Schema.Of<Order>(), order.OriginalOrderId)!;
            if (original.Status != Activated || original.AccountId != order.AccountId)
                throw Refusal.Bad("FIELD_INTEGRITY_EXCEPTION", "The original order must be activated and of the same account.", "OriginalOrderId");
        }
        order.OrderNumber = books.NewOrderNumber();
        order.CurrencyIsoCode ??= Core.Catalogue.Currency;
        // A flow of this org: the external id follows the order reference.
        order.Reference ??= order.OrderReferenceNumber;
    }

    private static void BeforeCreate(Books books, OrderItem item)
    {
        var order = OrderOf(books, item);
        var entry = (PricebookEntry)books.Find(Schema.Of<PricebookEntry>(), item.PricebookEntryId!)!;
        if (order.Status != Draft) throw Refusal.Bad("FIELD_INTEGRITY_EXCEPTION", "You can't add products to an order that is no draft.", "OrderId");
        if (order.Pricebook2Id != entry.Pricebook2Id)
            throw Refusal.Bad("FIELD_INTEGRITY_EXCEPTION", "field integrity exception: PricebookEntryId (pricebook entry has no access to the pricebook of the order)", "PricebookEntryId");
        if (item.Quantity == 0 || item.Quantity > 0 == order.IsReductionOrder)
            throw Refusal.Bad("FIELD_INTEGRITY_EXCEPTION", "Quantity is above zero on an order and below zero on a reduction order.", "Quantity");
        // Flows of this org: number and external id of a line follow from its order.
        item.ProductCode ??= entry.ProductCode;
        item.LineNumber ??= order.Items.Count + 1;
        if (order.Reference is not null) item.Reference ??= string.Create(CultureInfo.InvariantCulture, $"{order.Reference}-{item.LineNumber:0}");
    }

    private static Order OrderOf(Books books, OrderItem item) => (Order)books.Find(Schema.Of<Order>(), item.OrderId!)!;
}
