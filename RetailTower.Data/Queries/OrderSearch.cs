using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Model;

namespace RetailTower.Data.Queries;

/// <summary>An order key that a text leads to, and by what.</summary>
internal sealed record SearchMatch(long Key, string MatchedOn, string Value);

/// <summary>
/// Finds orders by any number a customer can read out. One small index range per kind of number instead of one query with many ORs, which no
/// database answers from indexes.
/// </summary>
internal static class OrderSearch
{
    /// <summary>Shorter texts match whole values only: their beginnings match too much to be of use.</summary>
    private const int MinPrefix = 3;

    /// <param name="key">The order key that the text spells, if it does.</param>
    /// <returns>At most <paramref name="limit"/> orders, each once, whole values before beginnings.</returns>
    public static async Task<IReadOnlyList<SearchMatch>> MatchesAsync(TowerDbContext db, string text, long? key, int limit, CancellationToken cancellationToken)
    {
        var matches = new Dictionary<long, SearchMatch>();
        if (key is not null && await db.Orders.AnyAsync(o => o.Key == key, cancellationToken))
        {
            matches.Add(key.Value, new SearchMatch(key.Value, "key", text));
        }

        // References keep the case their system gives them; a person may read them out in another.
        string[] spellings = [.. new[] { text, text.ToUpperInvariant(), text.ToLowerInvariant() }.Distinct(StringComparer.Ordinal)];
        await AddAsync(db.OrderReferences.Where(r => spellings.Contains(r.Value)).OrderByDescending(r => r.OrderKey)
            .Select(r => new SearchMatch(r.OrderKey, r.Type, r.Value)));
        await AddAsync(db.Orders.Where(o => o.Number == text).Select(o => new SearchMatch(o.Key, "number", o.Number)));
        await AddAsync(db.Orders.Where(o => o.PurchaseOrderNumber == text).OrderByDescending(o => o.Key)
            .Select(o => new SearchMatch(o.Key, "purchase order", o.PurchaseOrderNumber!)));
        await AddAsync(db.Parcels.Where(p => p.TrackingNumber == text).Select(p => new SearchMatch(p.OrderKey, "tracking", p.TrackingNumber)));
        await AddAsync(db.Invoices.Where(i => i.Number == text).Select(i => new SearchMatch(i.OrderKey, "invoice", i.Number)));
        await AddAsync(db.Orders.Where(o => o.CustomerEmail == text).OrderByDescending(o => o.Key)
            .Select(o => new SearchMatch(o.Key, "e-mail", o.CustomerEmail!)));
        await AddAsync(db.Orders.Where(o => o.CustomerNumber == text).OrderByDescending(o => o.Key)
            .Select(o => new SearchMatch(o.Key, "customer", o.CustomerNumber)));
        if (PhoneDigits.Typed(text) is { } phone) await AddPhonesAsync(phone);
        if (text.Length < MinPrefix) return [.. matches.Values];

        foreach (var spelling in spellings)
        {
            // Values are compared ordinally on both databases, so everything that begins so lies between these two.
            var last = spelling + '\uffff';
#pragma warning disable CA1309 // Runs in the database, whose column is ordinal; the overload that says so has no translation.
            await AddAsync(db.OrderReferences
                .Where(r => string.Compare(r.Value, spelling) >= 0 && string.Compare(r.Value, last) <= 0).OrderByDescending(r => r.Value)
                .Select(r => new SearchMatch(r.OrderKey, r.Type, r.Value)));
            await AddAsync(db.Returns
                .Where(r => string.Compare(r.Rma, spelling) >= 0 && string.Compare(r.Rma, last) <= 0).OrderByDescending(r => r.Rma)
                .Select(r => new SearchMatch(r.OrderKey, "return", r.Rma)));
#pragma warning restore CA1309
        }

        // Descending in all that they are sorted by: so the newest orders of a customer with very many stand at the end of an index range, and nothing is sorted.
        await AddAsync(db.Orders.Where(o => o.Number.StartsWith(text)).OrderByDescending(o => o.Number)
            .Select(o => new SearchMatch(o.Key, "number", o.Number)));
        await AddAsync(db.Orders.Where(o => o.PurchaseOrderNumber!.StartsWith(text)).OrderByDescending(o => o.PurchaseOrderNumber)
            .Select(o => new SearchMatch(o.Key, "purchase order", o.PurchaseOrderNumber!)));
        await AddAsync(db.Orders.Where(o => o.CustomerName.StartsWith(text)).OrderByDescending(o => o.CustomerName).ThenByDescending(o => o.Key)
            .Select(o => new SearchMatch(o.Key, "customer", o.CustomerName)));
        await AddAsync(db.Orders.Where(o => o.CustomerNumber.StartsWith(text)).OrderByDescending(o => o.CustomerNumber).ThenByDescending(o => o.Key)
            .Select(o => new SearchMatch(o.Key, "customer", o.CustomerNumber)));
        await AddAsync(db.Orders.Where(o => o.CustomerEmail!.StartsWith(text)).OrderByDescending(o => o.CustomerEmail).ThenByDescending(o => o.Key)
            .Select(o => new SearchMatch(o.Key, "e-mail", o.CustomerEmail!)));
        await AddAsync(db.Parcels.Where(p => p.TrackingNumber.StartsWith(text)).OrderByDescending(p => p.TrackingNumber)
            .Select(p => new SearchMatch(p.OrderKey, "tracking", p.TrackingNumber)));
        await AddAsync(db.Invoices.Where(i => i.Number.StartsWith(text)).OrderByDescending(i => i.Number)
            .Select(i => new SearchMatch(i.OrderKey, "invoice", i.Number)));
        return [.. matches.Values];

        async Task AddPhonesAsync(string phone)
        {
            await AddAsync(db.Orders.Where(o => o.PhoneDigits!.StartsWith(phone)).OrderByDescending(o => o.PhoneDigits).ThenByDescending(o => o.Key)
                .Select(o => new SearchMatch(o.Key, "phone", o.CustomerPhone!)));
            // Who typed more than the order holds (the country as well) means it, too.
            string?[] shorter = [.. Enumerable.Range(PhoneDigits.Least, phone.Length - PhoneDigits.Least).Select(length => phone[..length])];
            await AddAsync(db.Orders.Where(o => shorter.Contains(o.PhoneDigits)).OrderByDescending(o => o.Key)
                .Select(o => new SearchMatch(o.Key, "phone", o.CustomerPhone!)));
        }

        async Task AddAsync(IQueryable<SearchMatch> found)
        {
            var room = limit - matches.Count;
            if (room <= 0) return;
            // An order may match several times over (two references); twice the room still fills it in practice and bounds the read.
            foreach (var match in await found.Take(2 * room).ToListAsync(cancellationToken))
            {
                if (matches.Count < limit) matches.TryAdd(match.Key, match);
            }
        }
    }
}
