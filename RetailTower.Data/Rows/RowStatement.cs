using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace RetailTower.Data.Rows;

/// <summary>A statement that writes rows of one table: its text for one row or for several at once, and what each row's parameters take.</summary>
/// <param name="write">Writes the text for so many rows.</param>
/// <param name="columns">The columns that a row's parameters take their values of, in their sequence.</param>
/// <param name="guards">The last so many of them take the value as it was read.</param>
internal sealed class RowStatement<T>(Action<StringBuilder, int> write, IReadOnlyList<RowColumn<T>> columns, int guards = 0) where T : class
{
    private readonly ConcurrentDictionary<int, string> _texts = new();

    public IReadOnlyList<RowColumn<T>> Columns { get; } = columns;

    /// <summary>The first column whose parameter takes the value as it was read.</summary>
    public int FirstGuard { get; } = columns.Count - guards;

    public string Text(int rows) => _texts.GetOrAdd(rows, count =>
    {
        var text = new StringBuilder();
        write(text, count);
        return text.ToString();
    });

    public static string Parameter(int number) => string.Create(CultureInfo.InvariantCulture, $"@p{number}");
}
