namespace RetailTower.Data.Rows;

/// <summary>Which rows of a table are read, and in which sequence.</summary>
/// <param name="conditions">What follows SELECT … FROM the table: WHERE, with parameters <c>@p0</c>, <c>@p1</c> and so on, and ORDER BY. In words that every provider knows.</param>
/// <param name="columns">Properties whose columns the parameters are compared with, in their sequence.</param>
internal sealed class RowQuery<T>(string conditions, params IReadOnlyList<string> columns) where T : class
{
    public string Conditions { get; } = conditions;

    public IReadOnlyList<string> Columns { get; } = columns;
}
