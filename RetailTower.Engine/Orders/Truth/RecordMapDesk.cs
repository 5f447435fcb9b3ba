using RetailTower.Data.Stores;
using RetailTower.Engine.Canonical;

namespace RetailTower.Engine.Orders.Truth;

/// <summary>A version of the map.</summary>
/// <param name="Id">0 for the usual map, while nobody changed it.</param>
public sealed record RecordMap(long Id, DateTimeOffset? At, string? Who, SystemsOfRecord Map);

/// <summary>Where administrators say which system has the last word on what. Every version stays.</summary>
public sealed class RecordMapDesk(RecordMapStore store)
{
    public async Task<RecordMap> CurrentAsync(CancellationToken cancellationToken) =>
        await store.CurrentAsync(cancellationToken) is { } current ? Read(current) : new RecordMap(0, null, null, SystemsOfRecord.Usual);

    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<RecordMap>> ListAsync(CancellationToken cancellationToken) => (await store.ListAsync(cancellationToken)).ConvertAll(Read);

    /// <param name="from">The version that the change was made from.</param>
    /// <param name="what">The change in words, for the audit.</param>
    /// <returns>False when somebody else changed the map meanwhile.</returns>
    public Task<bool> ChangeAsync(RecordMap from, SystemsOfRecord to, string what, string who, CancellationToken cancellationToken) =>
        store.AddAsync(from.Id, CanonicalJson.Write(to.Rules), what, who, cancellationToken);

    internal Task<List<(long Key, string Origin)>> NewestOrdersAsync(CancellationToken cancellationToken) => store.NewestOrdersAsync(cancellationToken);

    private static RecordMap Read(Data.Model.RecordMapVersion version) => new(version.Id, version.At, version.Who, new SystemsOfRecord(CanonicalJson.Read<IReadOnlyList<RecordRule>>(version.Rules)));
}
