using System.Globalization;
using System.Text;
using RetailTower.Data.Model;
using RetailTower.Data.Queries;
using RetailTower.Data.Stores;
using RetailTower.Engine.Connectors;
using RetailTower.Engine.Live;

namespace RetailTower.Engine.Recovery;

/// <summary>A message before and after a change, as a person may see it.</summary>
public sealed record PatchSample(long CaseId, string What, string System, string Before, string After);

/// <summary>Where one change is made to many failed messages: looked at over all of them, then sent in waves like a retry.</summary>
public sealed class PatchDesk(RecoveryStore recovery, PatchStore store, ConnectorRegistry connectors, RecoveryOptions options, ChangeFeed feed)
{
    /// <summary>What changes at once puts more at risk than this waits for a second person.</summary>
    public decimal ApproveAbove => options.ApproveEditsAbove;

    /// <summary>Starts to look at what the change would do to exactly these cases; nothing is sent.</summary>
    /// <returns>The operation's id.</returns>
    /// <exception cref="ArgumentException">The change cannot be tried as it stands.</exception>
    public async Task<long> PreviewAsync(PayloadChange change, IReadOnlyCollection<long> caseIds, string who, CancellationToken cancellationToken)
    {
        Demand(change);
        return Tell(await recovery.PreviewAsync(change.ToString(), caseIds, who, cancellationToken));
    }

    /// <summary>The same for all cases that the filter meets, of those that were there at <paramref name="seenAt"/>, when the person saw their number.</summary>
    /// <inheritdoc cref="PreviewAsync(PayloadChange, IReadOnlyCollection{long}, string, CancellationToken)"/>
    public async Task<long> PreviewAsync(PayloadChange change, CaseFilter filter, DateTimeOffset seenAt, string who, CancellationToken cancellationToken)
    {
        Demand(change);
        return Tell(await recovery.PreviewAsync(change.ToString(), filter, seenAt, who, cancellationToken));
    }

    /// <summary>The first messages that change, before and after.</summary>
    /// <param name="unmasked">The person may see personal data.</param>
    public async Task<IReadOnlyList<PatchSample>> SamplesAsync(OperationRow operation, int count, bool unmasked, CancellationToken cancellationToken)
    {
        if (operation.Change is not { } written || operation.Changing == 0) return [];
        var change = PayloadChange.Read(written);
        var samples = new List<PatchSample>();
        foreach (var message in await store.SamplesAsync(operation.Id, count, cancellationToken))
        {
            if (change.Apply(message.Current, message.Source.ContentType).Content is not { } content) continue;
            samples.Add(new PatchSample(message.CaseId, message.Source.What, message.Source.System, Show(message.Current, message.Source.ContentType, unmasked), Show(content, message.Source.ContentType, unmasked)));
        }

        return samples;
    }

    /// <summary>Whoever asked for it lets it go, or has a second person decide.</summary>
    public async Task<PatchOutcome> ReleaseAsync(long operationId, string reason, string who, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        var outcome = await store.ReleaseAsync(operationId, reason, options.ApproveEditsAbove, who, cancellationToken);
        Tell(operationId);
        return outcome;
    }

    /// <summary>A second person approves or declines the whole of it.</summary>
    public async Task<PatchOutcome> DecideAsync(long operationId, bool approved, string note, string who, CancellationToken cancellationToken)
    {
        var outcome = await store.DecideAsync(operationId, approved, note, who, cancellationToken);
        Tell(operationId);
        return outcome;
    }

    /// <summary>What the change does to one message: the same at the preview and when it is sent.</summary>
    internal PatchedMessage Patch(string written, FailedMessage message)
    {
        var change = PayloadChange.Read(written);
        var (content, hidden, unreadable) = change.Apply(message.Current, message.Source.ContentType);
        if (hidden is not null) return new PatchedMessage(ItemPreview.Barred, $"{hidden} is hidden from whoever asked.", null);
        if (unreadable is not null) return new PatchedMessage(ItemPreview.Fails, unreadable, null);
        if (content is null) return new PatchedMessage(ItemPreview.Stays, "It has no such value there, or is so already.", null);
        return EditCheck.Of(message.Source, Encoding.UTF8.GetString(content), connectors).Problem is { } problem
            ? new PatchedMessage(ItemPreview.Fails, problem, null)
            : new PatchedMessage(ItemPreview.Changes, change.Said, content);
    }

    private static string Show(byte[] content, string contentType, bool unmasked) => MessageLayout.Show(content, contentType, unmasked).Text;

    private static void Demand(PayloadChange change)
    {
        if (change.Problem is { } problem) throw new ArgumentException(problem, nameof(change));
    }

    private long Tell(long operationId)
    {
        feed.Publish(ChangeAreas.Operations, operationId.ToString(CultureInfo.InvariantCulture));
        return operationId;
    }
}
