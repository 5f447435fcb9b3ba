using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace RetailTower.Tests.Database;

/// <summary>What a statement of a migration may be, so that it can run twice and beside yesterday's program.</summary>
internal static class MigrationRules
{
    public static void Check(TSqlStatement statement, List<string> faults)
    {
        switch (statement)
        {
            case SetOnOffStatement or PrintStatement or CreateOrAlterViewStatement or CreateOrAlterProcedureStatement or CreateOrAlterFunctionStatement:
                break;
            case IfStatement { ElseStatement: null } guarded:
                CheckGuard(guarded, faults);
                break;
            default:
                faults.Add($"line {statement.StartLine}: {statement.GetType().Name} stands behind no IF, so a second run would repeat it");
                break;
        }

        var removals = new Removals();
        statement.Accept(removals);
        faults.AddRange(removals.Found);
    }

    /// <summary>The IF must look for the very object that is made behind it.</summary>
    private static void CheckGuard(IfStatement guarded, List<string> faults)
    {
        var words = new Literals();
        guarded.Predicate.Accept(words);
        var body = guarded.ThenStatement is BeginEndBlockStatement block ? block.StatementList.Statements : [guarded.ThenStatement];
        foreach (var statement in body)
        {
            string[]? looksFor = statement switch
            {
                CreateTableStatement table => [Full(table.SchemaObjectName)],
                CreateIndexStatement index => [index.Name.Value, Full(index.OnName)],
                DropIndexStatement drop => [.. drop.DropIndexClauses.OfType<DropIndexClause>().SelectMany(clause => new[] { clause.Index.Value, Full(clause.Object) })],
                AlterTableAddTableElementStatement add => [.. Added(add)],
                // Rows and dynamic SQL: that there is a guard is all a parser can see.
                DataModificationStatement or ExecuteStatement => [],
                _ => null,
            };
            if (looksFor is null) faults.Add($"line {statement.StartLine}: {statement.GetType().Name} is not among what a migration may do");
            else faults.AddRange(looksFor.Where(name => !words.Found.Contains(name)).Select(name => $"line {guarded.StartLine}: the IF does not look for {name}, which it guards"));
        }
    }

    private static IEnumerable<string> Added(AlterTableAddTableElementStatement add)
    {
        // A column's own constraints come and go with it.
        foreach (var column in add.Definition.ColumnDefinitions)
        {
            yield return Full(add.SchemaObjectName);
            yield return column.ColumnIdentifier.Value;
        }

        foreach (var constraint in add.Definition.TableConstraints.Where(constraint => constraint.ConstraintIdentifier is not null)) yield return constraint.ConstraintIdentifier.Value;
    }

    private static string Full(SchemaObjectName name) => $"{name.SchemaIdentifier?.Value}.{name.BaseIdentifier.Value}";

    private sealed class Literals : TSqlFragmentVisitor
    {
        public HashSet<string> Found { get; } = new(StringComparer.Ordinal);

        public override void Visit(StringLiteral node) => Found.Add(node.Value);
    }

    private sealed class Removals : TSqlFragmentVisitor
    {
        public List<string> Found { get; } = [];

        public override void Visit(DropTableStatement node) => Add(node, "drops a table");

        public override void Visit(AlterTableDropTableElementStatement node) => Add(node, "drops a column or constraint");

        public override void Visit(AlterTableAlterColumnStatement node) => Add(node, "changes a column");

        public override void Visit(TruncateTableStatement node) => Add(node, "empties a table");

        public override void Visit(AlterDatabaseSetStatement node) => Add(node, "changes the database; that belongs to maintenance/");

        public override void Visit(BeginTransactionStatement node) => Add(node, "opens a transaction of its own");

        public override void Visit(AlterTableAddTableElementStatement node)
        {
            foreach (var column in node.Definition.ColumnDefinitions)
            {
                var required = column.Constraints.OfType<NullableConstraintDefinition>().Any(constraint => !constraint.Nullable);
                if (required && column.DefaultConstraint is null) Add(node, $"adds {column.ColumnIdentifier.Value} NOT NULL without a default, which yesterday's program cannot fill");
            }
        }

        private void Add(TSqlFragment node, string what) => Found.Add($"line {node.StartLine}: {what}");
    }
}
