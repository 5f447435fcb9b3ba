using RetailTower.Data.Model;
using RetailTower.Data.Stores;

namespace RetailTower.Engine.Exceptions;

/// <summary>Where people save views of the exceptions, for themselves or for others.</summary>
public sealed class ViewDesk(SavedViewStore store)
{
    /// <summary>Characters of a name.</summary>
    public const int LongestName = 64;

    private const int LongestAddress = 2000;

    /// <summary>The person's own and those that are shared, by name.</summary>
    public Task<List<SavedView>> ListAsync(string person, CancellationToken cancellationToken) => store.ListAsync(person, cancellationToken);

    /// <summary>Saves a view; one of the same name of the same person is replaced.</summary>
    /// <param name="address">Path and query of a page of this tower.</param>
    /// <param name="team">The team it is for, if it is for one.</param>
    /// <exception cref="ArgumentException">The name is empty or too long, the address leads elsewhere, or there is no team.</exception>
    public Task SaveAsync(string name, string address, ViewAudience audience, string? team, string person, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (name.Trim().Length > LongestName) throw new ArgumentException($"A name has at most {LongestName} characters.", nameof(name));
        if (!address.StartsWith('/') || address.StartsWith("//", StringComparison.Ordinal) || address.Length > LongestAddress) throw new ArgumentException("A view is an address of this tower.", nameof(address));
        if (audience == ViewAudience.Team) ArgumentException.ThrowIfNullOrWhiteSpace(team);
        return store.SaveAsync(name.Trim(), address, audience, audience == ViewAudience.Team ? team : null, person, cancellationToken);
    }

    /// <returns>False when there is no such view of this person.</returns>
    public Task<bool> RemoveAsync(long id, string person, CancellationToken cancellationToken) => store.RemoveAsync(id, person, cancellationToken);
}
