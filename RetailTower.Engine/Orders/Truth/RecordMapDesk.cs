using RetailTower.Data.Stores;
using RetailTower.Engine.Canonical;
using RetailTower.Engine.Connectors;

namespace RetailTower.Engine.Orders.Truth;

/// <summary>A version of the map.</summary>
/// <param name="Id">0 for the usual map, while nobody changed it.</param>
public sealed record RecordMap(long Id, DateTimeOffset? At, string? Who, SystemsOfRecord Map);

/// <summary>Where administrators say which system has the last word on what. Every version stays.</summary>
public sealed class RecordMapDesk(RecordMapStore store, Brands brands)
{
    public async Task<RecordMap> CurrentAsync(CancellationToken cancellationToken) =>
        await store.CurrentAsync(cancellationToken) is { } current ? Read(current) : new RecordMap(0, null, null, Map([]));

    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<RecordMap>> ListAsync(CancellationToken cancellationToken) => (await store.ListAsync(cancellationToken)).ConvertAll(Read);

    /// <param name="from">The version that the change was made from.</param>
    /// <param name="what">The change in words, for the audit.</param>
    /// <returns>False when somebody else changed the map meanwhile.</returns>
    public Task<bool> ChangeAsync(RecordMap from, SystemsOfRecord to, string what, string who, CancellationToken cancellationToken) =>
        store.AddAsync(from.Id, CanonicalJson.Write(to.Rules), what, who, cancellationToken);

    internal Task<List<(long Key, string Origin, string? Country)>> NewestOrdersAsync(CancellationToken cancellationToken) => store.NewestOrdersAsync(cancellationToken);

    private RecordMap Read(Data.Model.RecordMapVersion version) => new(version.Id, version.At, version.Who, Map(CanonicalJson.Read<IReadOnlyList<RecordRule>>(version.Rules)));

    private SystemsOfRecord Map(IReadOnlyList<RecordRule> rules) => new(rules) { Brands = brands };
}
