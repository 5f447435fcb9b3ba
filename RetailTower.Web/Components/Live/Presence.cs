using System.Collections.Immutable;
using RetailTower.Engine.Live;

namespace RetailTower.Web.Components.Live;

/// <summary>Someone who looks at the same thing.</summary>
/// <param name="Writes">Is changing it, not only reading.</param>
public sealed record Present(string Person, bool Writes);

/// <summary>
/// Who looks at what on this node, so that two people at one exception see each other. Kept in memory only: it lives as long as the circuits do, and who is on
/// another node is not seen.
/// </summary>
public sealed class Presence(ChangeFeed feed)
{
    /// <summary>Area of the changes by which screens hear of it; never leaves this node.</summary>
    public const string Area = "presence";

    private ImmutableList<Stay> _stays = [];

    /// <summary>How many look at something; zero once every screen is closed.</summary>
    public int Count => _stays.Count;

    /// <summary>The person is there until the result is disposed.</summary>
    /// <param name="place">What is looked at: <c>case:4711</c>.</param>
    public IDisposable Enter(string place, string person, bool writes)
    {
        var stay = new Stay(this, place, new Present(person, writes));
        ImmutableInterlocked.Update(ref _stays, stays => stays.Add(stay));
        Tell(place);
        return stay;
    }

    /// <summary>The others who are there, each once, who writes before who reads.</summary>
    public IReadOnlyList<Present> OthersAt(string place, string person) =>
        [.. _stays.Where(stay => stay.Place == place && stay.Who.Person != person).Select(stay => stay.Who).GroupBy(who => who.Person, (name, all) => new Present(name, all.Any(who => who.Writes)))
            .OrderByDescending(who => who.Writes).ThenBy(who => who.Person, StringComparer.Ordinal)];

    private void Tell(string place) => feed.Hear(new Change(Area, [place]));

    private sealed class Stay(Presence presence, string place, Present who) : IDisposable
    {
        public string Place { get; } = place;

        public Present Who { get; } = who;

        public void Dispose()
        {
            ImmutableInterlocked.Update(ref presence._stays, stays => stays.Remove(this));
            presence.Tell(Place);
        }
    }
}
