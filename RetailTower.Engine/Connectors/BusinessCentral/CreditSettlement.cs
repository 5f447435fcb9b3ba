using System.Text.Json;
using RetailTower.Engine.Canonical;

namespace RetailTower.Engine.Connectors.BusinessCentral;

/// <summary>
/// Books a drafted credit memo, or takes it back. The memo is looked up by the tower's number first and its status says what is left to do, so that a
/// repeated message finds its work done.
/// </summary>
internal sealed class CreditSettlement(BusinessCentralClient client, Lookup lookup, TimeProvider time)
{
    private const string Draft = "Draft", Canceled = "Canceled";

    /// <summary>False for one that was cancelled: its number may be used again.</summary>
    public static bool Stands(JsonElement memo) => memo.As<SalesCreditMemo>().Status != Canceled;

    public Task<CallOutcome[]> PostAsync(IReadOnlyList<OutboundCall> calls, CancellationToken cancellationToken) => RunAsync(
        calls,
        memo => memo.Status == Draft ? new Part("POST", $"{Sets.CreditMemos}({memo.Id:D})/Microsoft.NAV.post") : null,
        (command, memo) => memo is null
            ? new CallOutcome.Rejected("no-credit-memo", $"Business Central holds no credit memo {command.Memo} that could be posted.", Domains.Return)
            : new CallOutcome.Done($"Posted credit memo {memo.Number}", [], [new CreditPosted(command.Memo, memo.Number) { At = time.GetUtcNow() }], []),
        cancellationToken);

    public Task<CallOutcome[]> WithdrawAsync(IReadOnlyList<OutboundCall> calls, CancellationToken cancellationToken) => RunAsync(
        calls,
        // One that somebody posted meanwhile can only be reversed.
        memo => memo.Status == Draft ? new Part("DELETE", $"{Sets.CreditMemos}({memo.Id:D})", IfMatch: "*") : new Part("POST", $"{Sets.CreditMemos}({memo.Id:D})/Microsoft.NAV.cancel"),
        (command, memo) => new CallOutcome.Done(
            memo is null ? $"There is no credit memo {command.Memo}" : $"Took credit memo {memo.Number} back", [], [new CreditWithdrawn(command.Memo) { At = time.GetUtcNow() }], []),
        cancellationToken);

    private async Task<CallOutcome[]> RunAsync(
        IReadOnlyList<OutboundCall> calls, Func<SalesCreditMemo, Part?> write, Func<SettleCreditCommand, SalesCreditMemo?, CallOutcome> done, CancellationToken cancellationToken)
    {
        var works = Work<SettleCreditCommand>.Of(calls, c => c.Memo);
        var memos = await lookup.FindAsync(Sets.CreditMemos, works.Unfinished().Select(w => w.Command.Memo), cancellationToken);
        var writes = new List<(Work<SettleCreditCommand> Work, SalesCreditMemo Memo, Part Part)>();
        foreach (var work in works.Unfinished())
        {
            var (documents, trouble) = memos[work.Command.Memo];
            work.Outcome = trouble;
            if (trouble is not null) continue;
            work.Try(() =>
            {
                var memo = documents.Where(Stands).Select(document => document.As<SalesCreditMemo>()).FirstOrDefault();
                if (memo is not null && write(memo) is { } part) writes.Add((work, memo, part));
                else work.Outcome = done(work.Command, memo);
            });
        }

        var answers = await client.BatchAsync([.. writes.Select(w => w.Part)], Domains.Return, cancellationToken);
        foreach (var ((work, memo, _), answer) in writes.Zip(answers)) work.Outcome = answer.Trouble ?? done(work.Command, memo);
        return works.Outcomes();
    }
}
