using System.Globalization;
using Microsoft.AspNetCore.Components;
using RetailTower.Engine.Live;
using RetailTower.Engine.Orders;
using RetailTower.Engine.Orders.Truth;
using RetailTower.Web.Model;

namespace RetailTower.Web.Components.Pages.Order;

/// <summary>The matrix of what is true of an order and what each system holds to be so, now or at any past moment.</summary>
public sealed partial class OrderTruthTable
{
    private OrderTruth? _truth;
    private DateTimeOffset? _moment;
    private JudgedClaim? _shown;
    private MessagePayload? _payload;
    private bool _open;

    [Parameter, EditorRequired]
    public long Key { get; set; }

    /// <summary>The order's number as the change feed names it.</summary>
    [Parameter, EditorRequired]
    public required string OrderNumber { get; set; }

    /// <summary>The system it came from.</summary>
    [Parameter, EditorRequired]
    public required string Origin { get; set; }

    /// <summary>Where it goes.</summary>
    [Parameter]
    public string? Country { get; set; }

    [Parameter, EditorRequired]
    public required string Currency { get; set; }

    /// <summary>The viewer asked for personal data, and may see it.</summary>
    [Parameter]
    public bool Unmasked { get; set; }

    [Inject]
    public required OrderDesk Orders { get; init; }

    protected override object? Inputs => (Key, _moment, Unmasked);

    protected override bool Concerns(Change change) => change.Area == ChangeAreas.Orders && (change.Keys.Count == 0 || change.Keys.Contains(OrderNumber));

    protected override async Task ReadAsync(CancellationToken cancellationToken) => _truth = await Desk.OfOrderAsync(Key, Origin, Country, _moment, cancellationToken);

    private static IEnumerable<string> Systems(OrderTruth truth) =>
        truth.Verdicts.SelectMany(verdict => verdict.Claims).Select(judged => judged.Claim.System).Distinct().Order(StringComparer.Ordinal);

    /// <summary>Each verdict, and whether it is the first of its line.</summary>
    private static IEnumerable<(Verdict Verdict, bool First)> Rows(OrderTruth truth) =>
        truth.Verdicts.Select((verdict, at) => (verdict, at == 0 || truth.Verdicts[at - 1].LineNo != verdict.LineNo));

    private static string Local(DateTimeOffset moment) => moment.ToLocalTime().ToString("d MMM HH:mm:ss", CultureInfo.InvariantCulture);

    private int At(OrderTruth truth) => _moment is not { } moment ? truth.Moments.Count - 1 : truth.Moments.Count(it => it <= moment) - 1;

    private string Value(TruthField field, decimal? value) => value is not { } said ? "–" : field == TruthField.Payment ? Wording.Money(said, Currency) : Wording.Quantity(said);

    private Task GoAsync(OrderTruth truth, ChangeEventArgs change)
    {
        var at = int.Parse((string)change.Value!, CultureInfo.InvariantCulture);
        return ShowAsync(at >= truth.Moments.Count - 1 ? null : truth.Moments[at]);
    }

    private Task ShowAsync(DateTimeOffset? moment)
    {
        _moment = moment;
        return ReadNowAsync();
    }

    private async Task OpenAsync(JudgedClaim judged)
    {
        var proof = judged.Claim.Proof;
        _payload = proof.Outbound
            ? await Orders.OutboxPayloadAsync(proof.MessageId, Unmasked, CancellationToken.None)
            : await Orders.InboxPayloadAsync(proof.MessageId, Unmasked, CancellationToken.None);
        (_shown, _open) = (judged, true);
    }
}
