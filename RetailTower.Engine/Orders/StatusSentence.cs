using System.Globalization;
using RetailTower.Data.Model;

namespace RetailTower.Engine.Orders;

/// <summary>An order's true status as an agent can say it aloud: one clause per fate of its goods, the customer's news first.</summary>
public static class StatusSentence
{
    private enum Fate
    {
        Checked,
        Stopped,
        Asked,
        Prepared,
        BackOrdered,
        Searched,
        Gone,
        Cancelled,
        ComingBack,
        Back,
        Credited,
    }

    private static readonly Fate[] Telling =
        [Fate.Gone, Fate.Prepared, Fate.Searched, Fate.BackOrdered, Fate.Asked, Fate.Stopped, Fate.Checked, Fate.ComingBack, Fate.Back, Fate.Credited, Fate.Cancelled];

    /// <param name="credited">Numbers of the returns whose money the customer has.</param>
    public static string Of(IReadOnlyList<OrderLinePicture> lines, IReadOnlyList<ParcelPicture> parcels, IReadOnlySet<string> credited)
    {
        var parts = lines.SelectMany(line => line.Parts.Select(part => (Line: line, Part: part, Fate: part.State == LineState.Returned && part.Rma is { } rma && credited.Contains(rma) ? Fate.Credited : FateOf(part.State)))).Where(it => it.Part.Quantity > 0).ToList();
        if (parts.Count == 0) return "We have been told of this order and are reading it.";
        var total = parts.Sum(it => it.Part.Quantity);
        var clauses = Telling.Select(fate => parts.Where(it => it.Fate == fate).ToList()).Where(group => group.Count > 0).Select(group =>
        {
            var quantity = group.Sum(it => it.Part.Quantity);
            return Clause(group[0].Fate, Goods(group.Select(it => (it.Line.Description, it.Part.Quantity)).ToList(), quantity, total), quantity != 1, group.Select(it => it.Part.ParcelId).ToHashSet(), parcels);
        }).ToList();
        var sentence = string.Join("; ", clauses);
        return char.ToUpperInvariant(sentence[0]) + sentence[1..] + ".";
    }

    private static Fate FateOf(LineState state) => state switch
    {
        LineState.Received or LineState.Held => Fate.Checked,
        LineState.Submitting or LineState.Submitted => Fate.Asked,
        LineState.Rejected => Fate.Stopped,
        LineState.BackOrdered => Fate.BackOrdered,
        LineState.ShortPicked => Fate.Searched,
        LineState.Confirmed or LineState.Releasing or LineState.Released or LineState.Picked or LineState.Packed => Fate.Prepared,
        LineState.Shipped or LineState.Invoiced or LineState.Closed => Fate.Gone,
        LineState.Cancelling or LineState.Cancelled => Fate.Cancelled,
        LineState.Returning => Fate.ComingBack,
        LineState.Returned => Fate.Back,
        _ => throw new InvalidOperationException($"State {state} has no words."),
    };

    private static string Clause(Fate fate, string goods, bool many, HashSet<string?> parcelIds, IReadOnlyList<ParcelPicture> parcels)
    {
        var (are, have, were) = many ? ("are", "have", "were") : ("is", "has", "was");
        return fate switch
        {
            Fate.Checked => $"{goods} {are} being checked by a colleague before we go on",
            Fate.Asked => $"{goods} {are} waiting to be confirmed by our stock system",
            Fate.Stopped => $"{goods} could not be confirmed, and a colleague is looking into it",
            Fate.Prepared => $"{goods} {are} confirmed and being prepared in the warehouse",
            Fate.BackOrdered => $"{goods} {are} on back-order and will follow as soon as stock arrives",
            Fate.Searched => $"{goods} could not be found in the warehouse, and a colleague is looking into it",
            Fate.Gone => $"{goods} {have} left our warehouse{With(parcelIds, parcels)}",
            Fate.Cancelled => $"{goods} {were} cancelled",
            Fate.ComingBack => $"{goods} {are} on the way back to us",
            Fate.Back => $"{goods} came back to us and {are} being credited",
            Fate.Credited => $"{goods} came back to us and {have} been credited",
            _ => throw new InvalidOperationException($"Fate {fate} has no words."),
        };
    }

    /// <summary>All of it by the word for all, one article by its name, else a count of the whole.</summary>
    private static string Goods(List<(string Description, decimal Quantity)> goods, decimal quantity, decimal total)
    {
        var names = goods.Select(it => it.Description).Distinct().ToList();
        if (quantity == total) return total == 1 ? $"the {Name(names[0])}" : string.Create(CultureInfo.InvariantCulture, $"all {quantity:0.##} items");
        if (names.Count == 1) return quantity == 1 ? $"the {Name(names[0])}" : string.Create(CultureInfo.InvariantCulture, $"{quantity:0.##} × {Name(names[0])}");
        return string.Create(CultureInfo.InvariantCulture, $"{quantity:0.##} of {total:0.##} items");
    }

    /// <summary>Descriptions in capitals are not shouted.</summary>
    private static string Name(string description) =>
        description.Any(char.IsLower) ? description : CultureInfo.InvariantCulture.TextInfo.ToTitleCase(description.ToLowerInvariant());

    private static string With(HashSet<string?> parcelIds, IReadOnlyList<ParcelPicture> parcels)
    {
        var sent = parcels.Where(parcel => parcelIds.Contains(parcel.ParcelId)).ToList();
        if (sent.Count == 0) return "";
        var carriers = string.Join(" and ", sent.Select(parcel => parcel.Carrier).Distinct());
        var when = sent.Max(parcel => parcel.ShippedAt).ToString("d MMMM", CultureInfo.InvariantCulture);
        return sent.Count == 1 ? $" with {carriers} on {when}, tracking number {sent[0].TrackingNumber}" : string.Create(CultureInfo.InvariantCulture, $" with {carriers} in {sent.Count} parcels, the last on {when}");
    }
}
