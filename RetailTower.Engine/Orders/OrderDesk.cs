using System.Globalization;
using System.Text.Json;
using RetailTower.Data.Model;
using RetailTower.Data.Queries;
using RetailTower.Data.Stores;
using RetailTower.Engine.Canonical;
using RetailTower.Engine.Governance;
using RetailTower.Engine.Live;
using RetailTower.Engine.Orders.Returns;

namespace RetailTower.Engine.Orders;

/// <summary>Where agents look orders up. Contact data of the customer comes masked unless the caller may see it.</summary>
public sealed class OrderDesk(OrderQueries queries, OrderStepQueries steps, MessageQueries messages, InboxStore inbox, WorkSignal signal)
{
    /// <summary>Newest first; with a span of placing, latest placed first. <paramref name="cursor"/> is <see cref="Page{T}.Next"/> of the page before.</summary>
    public Task<Page<OrderRow>> PageAsync(OrderFilter filter, string? cursor, int size, CancellationToken cancellationToken) =>
        queries.PageAsync(filter, KeyIn(filter.Text), cursor, size, cancellationToken);

    /// <summary>Finds orders by whatever number, address or name the customer can give; at most 20, whole values before beginnings.</summary>
    public Task<IReadOnlyList<OrderHit>> FindAsync(string text, CancellationToken cancellationToken) =>
        queries.FindAsync(text, KeyIn(text), cancellationToken);

    /// <summary>Null when there is no such order.</summary>
    public async Task<OrderPicture?> GetAsync(long key, bool unmasked, CancellationToken cancellationToken)
    {
        if (await queries.GetAsync(key, cancellationToken) is not { } sheet) return null;
        var head = unmasked ? sheet.Head : sheet.Head with
        {
            CustomerEmail = PersonalData.MaskEmail(sheet.Head.CustomerEmail),
            CustomerPhone = PersonalData.MaskPhone(sheet.Head.CustomerPhone),
        };
        var address = Read<PostalAddress>(sheet.Head.ShipTo);
        if (address is not null && !unmasked) address = Mask(address);
        IReadOnlyList<OrderLinePicture> lines = [.. sheet.Parts.GroupBy(part => part.LineNo).Select(parts => OrderLinePicture.Of([.. parts]))];
        IReadOnlyList<ParcelPicture> parcels = [.. sheet.Parcels.Select(p => new ParcelPicture(
            p.Centre, p.ParcelId, p.Carrier, p.TrackingNumber, p.TrackingUrl, p.ShippedAt, Read<IReadOnlyList<LineQuantity>>(p.Lines) ?? []))];
        var credited = sheet.Returns.Where(it => it.State == ReturnState.Closed).Select(it => it.Rma).ToHashSet();
        return new OrderPicture(
            head with { ShipTo = "" }, StatusSentence.Of(lines, parcels, credited), address, lines, parcels,
            sheet.Invoices, sheet.References, sheet.Expectations, sheet.History, sheet.Cases, [.. sheet.Returns.Select(ReturnPicture.Of)], sheet.Locks);
    }

    /// <summary>What of the order is locked behind what failed; empty while everything flows.</summary>
    public Task<IReadOnlyList<OrderLock>> LocksAsync(long key, CancellationToken cancellationToken) => steps.LocksAsync(key, cancellationToken);

    /// <summary>Keeps what someone told the customer of the order; its timeline shows it.</summary>
    /// <param name="text">As it was read out.</param>
    public async Task ToldAsync(long key, string text, string who, CancellationToken cancellationToken)
    {
        signal.Inbox((await inbox.AddAsync([TowerMessages.Of(key, TowerMessages.ToldCustomer, new ToldFact(who, text))], cancellationToken)).Partitions);
    }

    /// <summary>Messages of one order, in and out, newest first.</summary>
    public Task<Page<OrderMessageRow>> MessagesAsync(long key, string? cursor, int size, CancellationToken cancellationToken) =>
        messages.OfOrderAsync(key, cursor, size, cancellationToken);

    /// <summary>What came in; null when there is no such message. Secrets stay hidden even when <paramref name="unmasked"/>.</summary>
    public async Task<MessagePayload?> InboxPayloadAsync(long id, bool unmasked, CancellationToken cancellationToken) =>
        Show(await messages.InboxPayloadAsync(id, cancellationToken), unmasked);

    /// <summary>What goes out, with the attempts that failed; null when there is no such message.</summary>
    public async Task<MessagePayload?> OutboxPayloadAsync(long id, bool unmasked, CancellationToken cancellationToken) =>
        Show(await messages.OutboxPayloadAsync(id, cancellationToken), unmasked);

    /// <summary>Leaves town, postal code and country, which say where goods go and not to whom.</summary>
    private static PostalAddress Mask(PostalAddress address) => address with
    {
        Name = PersonalData.MaskName(address.Name)!,
        Street = PersonalData.Hidden,
        Street2 = address.Street2 is null ? null : PersonalData.Hidden,
    };

    private static MessagePayload? Show(StoredPayload? stored, bool unmasked)
    {
        if (stored is null) return null;
        var shown = PayloadMask.Show(stored.Body, stored.ContentType, unmasked);
        return new MessagePayload(stored.System, stored.What, stored.ContentType, stored.Body.Length, shown.Text, shown.Hidden, stored.Attempts);
    }

    /// <summary>People read out the bare digits as well.</summary>
    private static long? KeyIn(string? text) =>
        OrderKey.TryParse(text?.Trim(), out var key) || long.TryParse(text, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out key)
            ? key : null;

    private static T? Read<T>(string json) where T : class => json.Length == 0 ? null : JsonSerializer.Deserialize<T>(json, CanonicalJson.Options);
}
