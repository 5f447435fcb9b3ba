using System.Text.Json;
using RetailTower.Engine.Canonical;

namespace RetailTower.Engine.Connectors.BusinessCentral;

/// <summary>Drafts a credit memo for returned goods under the number of the return, after looking whether it is there. <see cref="CreditSettlement"/> books it.</summary>
internal sealed class ReturnCredit(string system, BusinessCentralClient client, Lookup lookup, TimeProvider time)
{
    public async Task<CallOutcome[]> RunAsync(IReadOnlyList<OutboundCall> calls, CancellationToken cancellationToken)
    {
        var works = Work<CreditReturnCommand>.Of(calls, c => c.Rma);
        var memos = await lookup.FindAsync(Sets.CreditMemos, works.Unfinished().Select(w => w.Command.Rma), cancellationToken);
        foreach (var work in works.Unfinished())
        {
            var (documents, trouble) = memos[work.Command.Rma];
            work.Try(() => work.Outcome = trouble ?? (documents.FirstOrDefault(CreditSettlement.Stands) is { ValueKind: JsonValueKind.Object } held ? Held("Found", work.Command, held) : null));
        }
        var invoices = await lookup.FindAsync(Sets.Invoices, works.Unfinished().Select(w => w.Command.Number), cancellationToken);
        var parts = new List<(Work<CreditReturnCommand> Work, Part Part)>();
        foreach (var work in works.Unfinished())
        {
            var (documents, trouble) = invoices[work.Command.Number];
            work.Outcome = trouble;
            if (trouble is null) work.Try(() => parts.Add((work, new Part("POST", Sets.CreditMemos, Body(work.Command, documents), Weight: work.Command.Lines.Count))));
        }
        var answers = await client.BatchAsync([.. parts.Select(p => p.Part)], Domains.Return, cancellationToken);
        foreach (var ((work, _), answer) in parts.Zip(answers)) work.Try(() => work.Outcome = answer.Trouble ?? Held("Created", work.Command, answer.Body));
        return works.Outcomes();
    }

    private CallOutcome.Done Held(string verb, CreditReturnCommand command, JsonElement document)
    {
        var memo = document.As<SalesCreditMemo>();
        return new($"{verb} credit memo {memo.Number}", [new Reference(system, "creditMemo", memo.Number)], [new CreditPrepared(command.Rma, memo.Number) { At = time.GetUtcNow() }], []);
    }

    private static object Body(CreditReturnCommand command, IReadOnlyList<JsonElement> invoices) => new
    {
        externalDocumentNumber = command.Rma,
        customerNumber = command.CustomerNumber,
        currencyCode = command.Currency,
        invoiceNumber = Covering(command, invoices),
        salesCreditMemoLines = command.Lines.Select(line => new
        {
            sequence = line.LineNo * LineNumbers.Step,
            lineType = "Item",
            lineObjectNumber = line.Sku,
            quantity = line.Quantity,
            unitPrice = line.UnitPrice,
        }),
    };

    /// <summary>A memo applies to one invoice at most; goods of several invoices are credited to the customer's account.</summary>
    private static string? Covering(CreditReturnCommand command, IReadOnlyList<JsonElement> invoices) => invoices
        .Select(i => i.As<SalesInvoice>())
        .Where(i => i.IsPosted && !i.IsCancelled)
        .OrderBy(i => i.Number, StringComparer.Ordinal)
        .FirstOrDefault(i => command.Lines.All(l => i.TowerLines.Where(t => t.LineNo == l.LineNo).Sum(t => t.Quantity) >= l.Quantity))?.Number;
}
