using RetailTower.Data.Model;
using Shouldly;

namespace RetailTower.Tests.Desks;

/// <summary>The queries behind the screens stay on their indexes: none reads a growing table from end to end.</summary>
public abstract class QueryPlans : DeskContract<SqliteStore>
{
    /// <summary>May be read whole: the indexes of open cases, of open items, of edits that wait, of messages that are to be read and of lines that wait for a centre, the lanes, a JSON array, and nothing at all.</summary>
    private static readonly string[] Bounded =
    [
        "INDEX IX_OrderLines_Sku", "CONSTANT ROW", "INDEX IX_ExceptionCases_DueAt", "INDEX IX_ExceptionCases_Domain", "INDEX IX_ExceptionCases_Fingerprint", "SCAN l", "INDEX IX_MessageEdits_RequestedAt", "INDEX IX_CaseTexts_CaseId", "VIRTUAL TABLE",
    ];

    /// <summary>EF's names for the groups, of which there is one per cause; cases are called e.</summary>
    private static readonly string[] Groups = ["SCAN c", "VIRTUAL TABLE"];

    protected override Task<SqliteStore> StartAsync() => SqliteStore.StartAsync();

    /// <param name="covering">True when the index alone must answer.</param>
    /// <param name="only">The tables that may be read.</param>
    /// <param name="ofGroups">True when only groups may be read whole, and of the cases of each only the end of an index.</param>
    protected async Task IndexedAsync(Func<Task> work, bool covering = false, string[]? only = null, bool ofGroups = false)
    {
        // Something to find in each table: for an empty list of keys no plan is made.
        await Store.SeedAsync(Rows.Order(10, "SF-10", OrderStatus.Held), Rows.Case("order:10", 10), Rows.Outbound("k", OutboxState.Ready, orderKey: 10), new Lane { System = "erp" });

        var plans = await Store.PlansAsync(work);

        var reads = plans.Where(step => step.StartsWith("SCAN ", StringComparison.Ordinal) || step.StartsWith("SEARCH ", StringComparison.Ordinal)).ToList();
        reads.ShouldNotBeEmpty();
        // What a part of the statement has found is read whole, and is no table.
        var found = plans.Where(step => step.StartsWith("CO-ROUTINE ", StringComparison.Ordinal)).Select(step => "SCAN " + step["CO-ROUTINE ".Length..]).ToHashSet();
        reads.RemoveAll(found.Contains);
        reads.Where(step => step.StartsWith("SCAN ", StringComparison.Ordinal) && !(ofGroups ? Groups : Bounded).Any(small => step.Contains(small, StringComparison.Ordinal)))
            .ShouldBeEmpty(string.Join(Environment.NewLine, plans));
        if (only is not null) reads.Where(step => !only.Any(table => step.Contains($"PK_{table}", StringComparison.Ordinal) || step.Contains($"autoindex_{table}", StringComparison.Ordinal))).ShouldBeEmpty(string.Join(Environment.NewLine, plans));
        if (ofGroups)
        {
            reads.Where(step => step.Contains("IX_ExceptionCases", StringComparison.Ordinal)).ShouldNotBeEmpty();
            reads.Where(step => step.Contains("IX_ExceptionCases", StringComparison.Ordinal) && !step.Contains("Fingerprint=? AND OwnerTeam=?", StringComparison.Ordinal)).ShouldBeEmpty(string.Join(Environment.NewLine, plans));
        }

        if (covering) reads.Where(step => step.Contains("USING INDEX", StringComparison.Ordinal)).ShouldBeEmpty(string.Join(Environment.NewLine, plans));
    }
}
