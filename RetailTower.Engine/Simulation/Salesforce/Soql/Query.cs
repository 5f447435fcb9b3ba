namespace RetailTower.Engine.Simulation.Salesforce.Soql;

/// <summary>A query as written, names not yet looked up.</summary>
internal sealed record Query(
    IReadOnlyList<string> Fields, IReadOnlyList<Query> Children, bool CountOnly, string From, Condition? Where, IReadOnlyList<Ordering> OrderBy, int? Limit, int Offset);

/// <summary>One field to sort by.</summary>
internal sealed record Ordering(string Field, bool Descending, bool NullsLast);

/// <summary>What a record must fulfil.</summary>
internal abstract record Condition;

internal sealed record Both(Condition Left, Condition Right) : Condition;

internal sealed record Either(Condition Left, Condition Right) : Condition;

internal sealed record Negated(Condition Inner) : Condition;

/// <summary>A comparison of a field with one value, or with several for <c>IN</c> and <c>NOT IN</c>.</summary>
internal sealed record Comparison(string Field, string Operator, IReadOnlyList<Literal> Values) : Condition;

/// <summary>A value in a query: quoted text, or a bare number, date, time or word.</summary>
internal sealed record Literal(string Text, bool Quoted);
