using System.Text.RegularExpressions;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace RetailTower.Tests.Database;

/// <summary>What our own SQL must not use, so that it holds on a real SQL Server and on compatible ones alike, under row versioning and on several nodes.</summary>
internal static partial class SqlRules
{
    /// <summary>What a script uses of it.</summary>
    public static IReadOnlyList<string> OfScript(TSqlFragment script)
    {
        var visitor = new Forbidden();
        script.Accept(visitor);
        return visitor.Found;
    }

    /// <summary>What a source file uses of it in code and in statements; comments may speak of everything.</summary>
    public static IReadOnlyList<string> OfSource(string source)
    {
        var code = string.Join('\n', source.Split('\n').Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal)));
        var found = Words().Matches(code).Select(word => word.Value).Distinct().ToList();
        found.AddRange(Expression().Matches(code).Select(cte => cte.Groups["name"].Value)
            .Where(name => Regex.IsMatch(code, $@"\b(UPDATE|DELETE(\s+FROM)?)\s+\[?{Regex.Escape(name)}\b", RegexOptions.IgnoreCase)).Select(name => $"updatable CTE {name}"));
        return found;
    }

    [GeneratedRegex(@"\b(MERGE\s+(INTO\s+)?[\[\w]|WAITFOR|JSON_MODIFY|CONTAINSTABLE|FREETEXT\w*|SYSTEM_VERSIONING|FOR\s+SYSTEM_TIME|TransactionScope|MultipleActiveResultSets)")]
    private static partial Regex Words();

    [GeneratedRegex(@"\bWITH\s+\[?(?<name>\w+)\]?\s*(\([^)]*\)\s*)?AS\s*\(", RegexOptions.IgnoreCase)]
    private static partial Regex Expression();

    private sealed class Forbidden : TSqlFragmentVisitor
    {
        private readonly HashSet<string> _expressions = new(StringComparer.OrdinalIgnoreCase);

        public List<string> Found { get; } = [];

        public override void Visit(MergeStatement node) => Add(node, "MERGE");

        public override void Visit(WaitForStatement node) => Add(node, "WAITFOR");

        public override void Visit(FullTextPredicate node) => Add(node, "full-text search");

        public override void Visit(FullTextTableReference node) => Add(node, "full-text search");

        public override void Visit(CreateFullTextIndexStatement node) => Add(node, "full-text index");

        public override void Visit(TemporalClause node) => Add(node, "temporal table");

        public override void Visit(SystemVersioningTableOption node) => Add(node, "temporal table");

        public override void Visit(CommonTableExpression node) => _expressions.Add(node.ExpressionName.Value);

        public override void Visit(UpdateSpecification node) => Target(node.Target);

        public override void Visit(DeleteSpecification node) => Target(node.Target);

        public override void Visit(FunctionCall node)
        {
            if (node.FunctionName.Value.Equals("JSON_MODIFY", StringComparison.OrdinalIgnoreCase)) Add(node, "JSON_MODIFY");
        }

        private void Target(TableReference target)
        {
            if (target is NamedTableReference { SchemaObject: { SchemaIdentifier: null } named } && _expressions.Contains(named.BaseIdentifier.Value)) Add(target, "updatable CTE");
        }

        private void Add(TSqlFragment node, string what) => Found.Add($"line {node.StartLine}: {what}");
    }
}
