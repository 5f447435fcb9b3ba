using System.Globalization;

namespace RetailTower.Data.Stores;

/// <summary>A set of whole numbers as spans, so that a million of them in a row is one. Written <c>101-104,106</c>.</summary>
public sealed class NumberSpans
{
    private readonly List<(long First, long Last)> _spans;

    private NumberSpans(List<(long First, long Last)> spans) => _spans = spans;

    /// <summary>In rising sequence, none touching the next.</summary>
    public IReadOnlyList<(long First, long Last)> Spans => _spans;

    public long Count => _spans.Sum(span => span.Last - span.First + 1);

    /// <summary>All from <paramref name="first"/> to <paramref name="last"/>.</summary>
    public static NumberSpans Of(long first, long last) => new([(first, last)]);

    /// <exception cref="FormatException">The text is not one that <see cref="ToString"/> wrote.</exception>
    public static NumberSpans Parse(string text) => new([.. text.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(span =>
    {
        var ends = span.Split('-');
        return (Figure(ends[0]), Figure(ends[^1]));
    })]);

    /// <summary>The lowest ones.</summary>
    public IReadOnlyList<long> Take(int most)
    {
        var taken = new List<long>();
        foreach (var (first, last) in _spans)
        {
            for (var number = first; number <= last; number++)
            {
                if (taken.Count == most) return taken;
                taken.Add(number);
            }
        }

        return taken;
    }

    /// <returns>False when it is not among them.</returns>
    public bool Remove(long number)
    {
        var at = Place(number);
        if (at == _spans.Count || number < _spans[at].First) return false;
        var (first, last) = _spans[at];
        _spans.RemoveAt(at);
        if (number < last) _spans.Insert(at, (number + 1, last));
        if (number > first) _spans.Insert(at, (first, number - 1));
        return true;
    }

    /// <returns>False when it is among them already.</returns>
    public bool Add(long number)
    {
        var at = Place(number);
        if (at < _spans.Count && number >= _spans[at].First) return false;
        var (first, last) = (number, number);
        if (at < _spans.Count && _spans[at].First == number + 1)
        {
            last = _spans[at].Last;
            _spans.RemoveAt(at);
        }

        if (at > 0 && _spans[at - 1].Last == number - 1)
        {
            first = _spans[--at].First;
            _spans.RemoveAt(at);
        }

        _spans.Insert(at, (first, last));
        return true;
    }

    public override string ToString() => string.Join(',', _spans.Select(span =>
        span.First == span.Last ? span.First.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{span.First}-{span.Last}")));

    /// <summary>The first span that does not end before the number.</summary>
    private int Place(long number)
    {
        var (low, high) = (0, _spans.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_spans[middle].Last < number) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    private static long Figure(string text) => long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
