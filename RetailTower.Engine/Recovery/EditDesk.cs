using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Xml;
using RetailTower.Data.Model;
using RetailTower.Data.Queries;
using RetailTower.Data.Stores;
using RetailTower.Engine.Connectors;
using RetailTower.Engine.Governance;
using RetailTower.Engine.Live;

namespace RetailTower.Engine.Recovery;

/// <summary>A failed call or message as a person may see and change it.</summary>
/// <param name="Original">Laid out for reading, masked for those who may not see personal data.</param>
/// <param name="Hidden">True when something in it is masked.</param>
/// <param name="Start">What an editor begins with: the newest version that was sent and failed, else the original.</param>
/// <param name="NeedsApproval">A second person decides, because more is at risk than the limit.</param>
public sealed record EditSheet(EditSource Source, string Original, bool Hidden, string Start, bool NeedsApproval, decimal ApproveAbove)
{
    /// <summary>The edit that is on its way; null while none is.</summary>
    public MessageEdit? OnItsWay => Source.Versions.FirstOrDefault(version => version.State <= EditState.Released);

    /// <summary>The number of the newest version; 0 when there is none.</summary>
    public int Newest => Source.Versions.Count == 0 ? 0 : Source.Versions[0].Version;
}

/// <summary>How sending an edit ended.</summary>
/// <param name="Problem">Why the text cannot be sent; null when it could.</param>
public sealed record EditSent(EditResult? Result, string? Problem);

/// <summary>Where a failed call or message is changed and sent in its own place, once.</summary>
public sealed class EditDesk(EditQueries queries, EditStore store, ConnectorRegistry connectors, RecoveryOptions options, WorkSignal signal, ChangeFeed feed)
{
    /// <summary>Null when there is no such case, or no call or message stands behind it.</summary>
    /// <param name="unmasked">The person may see personal data.</param>
    public async Task<EditSheet?> GetAsync(long caseId, bool unmasked, CancellationToken cancellationToken)
    {
        if (await queries.GetAsync(caseId, cancellationToken) is not { } source) return null;
        var (original, hidden) = Show(source, source.Original, unmasked);
        var last = source.Versions.FirstOrDefault(version => version.State == EditState.Failed);
        return new EditSheet(source, original, hidden, last is null ? original : Show(source, last.Content, unmasked).Text, source.Case.MoneyAtRisk > options.ApproveEditsAbove, options.ApproveEditsAbove);
    }

    /// <summary>A version as a person may see it.</summary>
    public static string Show(EditSheet sheet, MessageEdit version, bool unmasked) => Show(sheet.Source, version.Content, unmasked).Text;

    /// <summary>Whether the text can be sent as it stands; cheap enough for each key that is pressed.</summary>
    public EditCheck Check(EditSheet sheet, string text, bool unmasked)
    {
        var (whole, problem) = Whole(sheet, text, unmasked);
        return whole is null ? new EditCheck(problem, null) : EditCheck.Of(sheet.Source, whole, connectors);
    }

    /// <summary>Sends the text in the original's place, or has a second person decide.</summary>
    /// <param name="sheet">What the person saw; if somebody was quicker since, that person is told.</param>
    public async Task<EditSent> SendAsync(EditSheet sheet, string text, string reason, string who, bool unmasked, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        var (whole, problem) = Whole(sheet, text, unmasked);
        if (whole is null) return new EditSent(null, problem);
        if (EditCheck.Of(sheet.Source, whole, connectors).Problem is { } wrong) return new EditSent(null, wrong);
        return new EditSent(Tell(await store.RequestAsync(sheet.Source.Case.Id, sheet.Newest, Encoding.UTF8.GetBytes(whole), reason, options.ApproveEditsAbove, who, cancellationToken)), null);
    }

    public async Task<EditResult> DecideAsync(long editId, bool approved, string note, string who, CancellationToken cancellationToken) =>
        Tell(await store.DecideAsync(editId, approved, note, who, cancellationToken));

    /// <summary>Takes back one that waits for a second person.</summary>
    public async Task<EditResult> WithdrawAsync(long editId, string who, CancellationToken cancellationToken) => Tell(await store.WithdrawAsync(editId, who, cancellationToken));

    /// <summary>Those that wait for a second person, the oldest first.</summary>
    public Task<IReadOnlyList<WaitingEdit>> WaitingAsync(int limit, CancellationToken cancellationToken) => queries.WaitingAsync(limit, cancellationToken);

    private EditResult Tell(EditResult result)
    {
        if (result.Partition is { } partition) signal.Inbox(partition);
        if (result.Lane is { } lane) signal.Lane(lane);
        if (result is { Edit: { } edit, Outcome: EditOutcome.Released or EditOutcome.AwaitingApproval or EditOutcome.Declined or EditOutcome.Withdrawn })
            feed.Publish(ChangeAreas.Exceptions, edit.CaseId.ToString(CultureInfo.InvariantCulture));
        return result;
    }

    /// <summary>The text with what was hidden put back.</summary>
    private static (string? Text, string? Problem) Whole(EditSheet sheet, string text, bool unmasked)
    {
        if (!sheet.Hidden) return (text, null);
        try
        {
            // What is hidden in a later version is what was hidden in that one.
            foreach (var basis in sheet.Source.Versions.Where(version => version.State == EditState.Failed).Take(1).Select(version => version.Content).Append(sheet.Source.Original))
            {
                var (whole, moved) = MaskedEdit.Restore(Encoding.UTF8.GetString(basis), Show(sheet.Source, basis, unmasked).Text, text, sheet.Source.ContentType);
                if (whole is not null) return (whole, null);
                if (ReferenceEquals(basis, sheet.Source.Original)) return (null, $"{moved}: A hidden value was moved or changed in part. Put it back, write a whole new value, or ask someone who may see personal data.");
            }

            return (text, null);
        }
        catch (JsonException wrong)
        {
            return (null, $"Line {wrong.LineNumber + 1}: it is no JSON here.");
        }
        catch (XmlException wrong)
        {
            return (null, $"Line {wrong.LineNumber}: {wrong.Message}");
        }
    }

    private static ShownPayload Show(EditSource source, byte[] content, bool unmasked) => MessageLayout.Show(content, source.ContentType, unmasked);
}
