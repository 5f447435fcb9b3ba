using System.Text.Json;
using RetailTower.Engine.Canonical;

namespace RetailTower.Engine.Connectors.BusinessCentral;

/// <summary>
/// Payments in the customers' ledger under an order's number. Business Central applies a payment to its invoice, and the invoice tells; a second one finds nothing to pay and stays
/// open. Only those are listed, and of them only those whose number stands on an invoice: any other belongs to no order.
/// </summary>
internal sealed class CustomerPayments(BusinessCentralOptions options, BusinessCentralClient client, Lookup lookup, Documents documents, TimeProvider time)
{
    public const string Feed = "open-payments";

    private const int PageSize = 500, NumbersPerFilter = 50;
    private const string IsPayment = "documentType eq 'Payment'";

    /// <exception cref="HttpRequestException">The service refused or could not be reached.</exception>
    public async Task<FeedPage> ReadAsync(string? cursor, CancellationToken cancellationToken)
    {
        var sweep = SweepCursor.Read(cursor);
        var answer = BusinessCentralClient.Require(sweep.Next is { } next
            ? await client.FollowAsync(next, PageSize, cancellationToken)
            : await client.GetFinanceAsync($"{Sets.LedgerEntries}?$filter=" + Uri.EscapeDataString(
                $"{IsPayment} and open eq true and {Filters.LaterThan(sweep.Since ?? time.GetUtcNow() - options.FeedLookback)}"), PageSize, cancellationToken));
        try
        {
            var messages = answer.Body.Entities().Select(documents.PaymentMessage).ToList();
            var invoices = await lookup.FindAsync(Sets.Invoices, messages.Select(Number), cancellationToken);
            // A look-up that failed leaves the page unread: the feed tries it again.
            foreach (var found in invoices.Values.Where(found => found.Trouble is not null)) BusinessCentralClient.Require(new Answer(0, default, found.Trouble));
            return sweep.Page([.. messages.Where(message => invoices[Number(message)].Documents.Count > 0)], answer.Body.Text("@odata.nextLink"), answer.At ?? time.GetUtcNow());
        }
        catch (JsonException e)
        {
            throw new HttpRequestException($"The list of {Sets.LedgerEntries} does not have the documented shape.", e);
        }
    }

    /// <summary>All payments under the orders' numbers, open or applied by now.</summary>
    public async Task FetchAsync(Work<FetchCommand>[] works, CancellationToken cancellationToken)
    {
        foreach (var chunk in works.Chunk(NumbersPerFilter))
        {
            var numbers = string.Join(" or ", chunk.Select(work => $"documentNumber eq '{work.Command.Id.Replace("'", "''", StringComparison.Ordinal)}'"));
            var answer = await client.GetFinanceAsync($"{Sets.LedgerEntries}?$filter=" + Uri.EscapeDataString($"{IsPayment} and ({numbers})"), PageSize, cancellationToken);
            foreach (var work in chunk)
            {
                work.Try(() => work.Outcome = answer.Trouble ?? new CallOutcome.Done(
                    "Read its payments", [], [], [.. answer.Body.Entities().Select(documents.PaymentMessage).Where(message => string.Equals(Number(message), work.Command.Id, StringComparison.OrdinalIgnoreCase))]));
            }
        }
    }

    private static string Number(IncomingMessage message) => ((Subject.Known)message.Subject).Reference.Value;
}
