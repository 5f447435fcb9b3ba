using RetailTower.Data.Model;
using RetailTower.Data.Queries;
using RetailTower.Data.Stores;
using RetailTower.Engine.Canonical;
using RetailTower.Engine.Live;

namespace RetailTower.Engine.Orders.Returns;

/// <summary>A return as people see it.</summary>
public sealed record ReturnPicture(ReturnRow Row, ReturnSheet Sheet)
{
    public static ReturnPicture Of(ReturnRow row) => new(row, ReturnSheet.Read(row.Sheet));
}

/// <summary>
/// Where returns are asked for, decided and looked at. What a person wants enters the order's inbox: the order's own turn judges it, so that two people at once
/// come one after the other.
/// </summary>
public sealed class ReturnDesk(ReturnQueries queries, InboxStore inbox, WorkSignal signal)
{
    /// <summary>Newest first; null <paramref name="state"/> means all.</summary>
    public async Task<Page<ReturnPicture>> PageAsync(ReturnState? state, string? cursor, int size, CancellationToken cancellationToken)
    {
        var page = await queries.PageAsync(state, cursor, size, cancellationToken);
        return new Page<ReturnPicture>([.. page.Items.Select(ReturnPicture.Of)], page.Next);
    }

    /// <summary>How many stand in a state.</summary>
    public Task<int> CountAsync(ReturnState state, CancellationToken cancellationToken) => queries.CountAsync(state, cancellationToken);

    /// <summary>Asks to take goods back. Whether it may be is said on the order, at once or when someone has decided.</summary>
    /// <param name="lines">What the customer sends; each quantity above 0.</param>
    public Task AskAsync(long orderKey, IReadOnlyList<LineQuantity> lines, string reason, string who, CancellationToken cancellationToken) =>
        TellAsync(orderKey, TowerMessages.AskReturn, new ReturnAsked(who, reason, lines), cancellationToken);

    /// <summary>Decides on a return that waits for it; one that was decided already stays as it was decided first.</summary>
    public Task DecideAsync(long orderKey, string rma, bool approved, string note, string who, CancellationToken cancellationToken) =>
        TellAsync(orderKey, TowerMessages.DecideReturn, new ReturnDecided(rma, who, approved, note), cancellationToken);

    private async Task TellAsync<T>(long orderKey, string kind, T fact, CancellationToken cancellationToken) =>
        signal.Inbox((await inbox.AddAsync([TowerMessages.Of(orderKey, kind, fact)], cancellationToken)).Partitions);
}
