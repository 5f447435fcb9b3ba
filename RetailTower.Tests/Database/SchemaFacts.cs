using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace RetailTower.Tests.Database;

/// <summary>
/// What a script makes, as one plain sentence per column, key, constraint and index; two schemas are equal when their sentences are, and
/// what differs says itself. Spelling (brackets, case of keywords, where a constraint is written) does not matter.
/// </summary>
internal sealed class SchemaFacts : TSqlFragmentVisitor
{
    private readonly SortedSet<string> _facts = new(StringComparer.Ordinal);

    /// <param name="withDefaults">False for the comparison with the model, which writes every column itself; defaults serve only older programs.</param>
    public static IReadOnlySet<string> Of(IEnumerable<TSqlScript> scripts, bool withDefaults = true)
    {
        var facts = new SchemaFacts();
        foreach (var script in scripts) script.Accept(facts);
        if (!withDefaults) facts._facts.RemoveWhere(fact => fact.Contains(": DEFAULT ", StringComparison.Ordinal));
        return facts._facts;
    }

    /// <returns>One line per difference, said from <paramref name="wanted"/>'s side.</returns>
    public static IReadOnlyList<string> Differences(string wantedName, IReadOnlySet<string> wanted, string foundName, IReadOnlySet<string> found) =>
        [.. wanted.Except(found).Select(fact => $"only in {wantedName}: {fact}"), .. found.Except(wanted).Select(fact => $"only in {foundName}: {fact}")];

    public override void Visit(CreateTableStatement node)
    {
        var table = Name(node.SchemaObjectName);
        _facts.Add($"{table}: TABLE");
        AddElements(table, node.Definition);
    }

    public override void Visit(AlterTableAddTableElementStatement node) => AddElements(Name(node.SchemaObjectName), node.Definition);

    public override void Visit(CreateIndexStatement node)
    {
        var traits = (node.Unique ? "UNIQUE " : "") + (node.Clustered == true ? "CLUSTERED " : "");
        var includes = node.IncludeColumns.Count == 0 ? "" : $" INCLUDE ({string.Join(", ", node.IncludeColumns.Select(column => Text(column.MultiPartIdentifier.Identifiers[^1])))})";
        var filter = node.FilterPredicate is null ? "" : $" WHERE {Text(Bare(node.FilterPredicate))}";
        _facts.Add($"{Name(node.OnName)}: {traits}INDEX {node.Name.Value} ({Columns(node.Columns)}){includes}{filter}");
    }

    public override void Visit(DropIndexStatement node)
    {
        foreach (var clause in node.DropIndexClauses.OfType<DropIndexClause>())
        {
            _facts.RemoveWhere(fact => fact.StartsWith($"{Name(clause.Object)}: ", StringComparison.Ordinal) && fact.Contains($"INDEX {clause.Index.Value} (", StringComparison.Ordinal));
        }
    }

    private void AddElements(string table, TableDefinition definition)
    {
        foreach (var column in definition.ColumnDefinitions)
        {
            var name = column.ColumnIdentifier.Value;
            foreach (var constraint in column.Constraints.Where(constraint => constraint is not NullableConstraintDefinition)) Add(table, constraint, name);
            if (column.DefaultConstraint is { } standard) Add(table, standard, name);
            if (column.ComputedColumnExpression is { } computed)
            {
                _facts.Add($"{table}: COLUMN {name} AS {Text(computed)}{(column.IsPersisted ? " PERSISTED" : "")}");
                continue;
            }

            var collation = column.Collation is null ? "" : $" COLLATE {column.Collation.Value}";
            var identity = column.IdentityOptions is { } options ? $" IDENTITY ({Seed(options.IdentitySeed)}, {Seed(options.IdentityIncrement)})" : "";
            var nullable = column.Constraints.OfType<NullableConstraintDefinition>().SingleOrDefault()?.Nullable ?? true;
            _facts.Add($"{table}: COLUMN {name} {Text(column.DataType).ToLowerInvariant().Replace(" ", "", StringComparison.Ordinal)}{collation}{identity} {(nullable ? "NULL" : "NOT NULL")}");
        }

        foreach (var constraint in definition.TableConstraints) Add(table, constraint, null);
    }

    private void Add(string table, ConstraintDefinition constraint, string? ofColumn)
    {
        var name = constraint.ConstraintIdentifier?.Value ?? "(without a name)";
        _facts.Add($"{table}: " + constraint switch
        {
            UniqueConstraintDefinition { IsPrimaryKey: var primary } key =>
                $"{(primary ? "PRIMARY KEY" : "UNIQUE")} {name} {(key.Clustered ?? primary ? "CLUSTERED" : "NONCLUSTERED")} ({(key.Columns.Count == 0 ? ofColumn : Columns(key.Columns))})",
            ForeignKeyConstraintDefinition key =>
                $"FOREIGN KEY {name} ({(key.Columns.Count == 0 ? ofColumn : Names(key.Columns))}) REFERENCES {Name(key.ReferenceTableName)} ({Names(key.ReferencedTableColumns)}) ON DELETE {key.DeleteAction} ON UPDATE {key.UpdateAction}",
            CheckConstraintDefinition check => $"CHECK {name} {Text(Bare(check.CheckCondition))}",
            DefaultConstraintDefinition standard => $"DEFAULT {name} FOR {standard.Column?.Value ?? ofColumn} = {Text(standard.Expression)}",
            _ => throw new NotSupportedException($"{table}: a {constraint.GetType().Name} is not compared yet."),
        });
    }

    private static string Name(SchemaObjectName name) => $"{name.SchemaIdentifier?.Value ?? "dbo"}.{name.BaseIdentifier.Value}";

    private static string Seed(ScalarExpression? value) => value is null ? "1" : Text(value);

    private static string Names(IList<Identifier> columns) => string.Join(", ", columns.Select(column => column.Value));

    private static string Columns(IList<ColumnWithSortOrder> columns) => string.Join(", ", columns.Select(
        column => Text(column.Column.MultiPartIdentifier.Identifiers[^1]) + (column.SortOrder == SortOrder.Descending ? " DESC" : "")));

    private static string Text(Identifier identifier) => identifier.Value;

    private static BooleanExpression Bare(BooleanExpression condition) => condition is BooleanParenthesisExpression inner ? Bare(inner.Expression) : condition;

    private static string Text(TSqlFragment fragment)
    {
        fragment.Accept(new Bracketed());
        new Sql160ScriptGenerator().GenerateScript(fragment, out var text);
        return text.ReplaceLineEndings(" ");
    }

    private sealed class Bracketed : TSqlFragmentVisitor
    {
        public override void Visit(ColumnReferenceExpression node)
        {
            foreach (var identifier in node.MultiPartIdentifier?.Identifiers ?? []) identifier.QuoteType = QuoteType.SquareBracket;
        }
    }
}
