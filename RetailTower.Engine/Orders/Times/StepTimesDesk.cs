using RetailTower.Data.Model;
using RetailTower.Data.Queries;
using RetailTower.Data.Stores;
using RetailTower.Engine.Canonical;
using RetailTower.Engine.Connectors;

namespace RetailTower.Engine.Orders.Times;

/// <summary>A version of the times.</summary>
/// <param name="Id">0 for those of the settings, while nobody changed them.</param>
public sealed record StepTimesOfVersion(long Id, DateTimeOffset? At, string? Who, StepTimes Times);

/// <summary>Where administrators say by when each event must come. Every version stays. What is expected already keeps its time.</summary>
public sealed class StepTimesDesk(StepTimesStore store, StepHistoryQueries history, OrderPolicies usual, Brands brands, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Learned = TimeSpan.FromMinutes(1);
    private Known<StepTimes>? _inForce;
    private Known<StepExperience>? _learned;

    public async Task<StepTimesOfVersion> CurrentAsync(CancellationToken cancellationToken) =>
        await store.CurrentAsync(cancellationToken) is { } current ? Read(current) : new StepTimesOfVersion(0, null, null, Times([]));

    /// <summary>Those in force, at most five seconds old: for whoever asks again and again.</summary>
    public async Task<StepTimes> InForceAsync(CancellationToken cancellationToken)
    {
        if (_inForce is { } known && time.GetElapsedTime(known.ReadAt) < Fresh) return known.Value;
        var times = (await CurrentAsync(cancellationToken)).Times;
        _inForce = new(times, time.GetTimestamp());
        return times;
    }

    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<StepTimesOfVersion>> ListAsync(CancellationToken cancellationToken) => (await store.ListAsync(cancellationToken)).ConvertAll(Read);

    /// <param name="from">The version that the change was made from.</param>
    /// <param name="what">The change in words, for the audit.</param>
    /// <returns>False when somebody else changed them meanwhile.</returns>
    /// <exception cref="ArgumentException">A time is shorter than a second or longer than a year, or a step is not known.</exception>
    public Task<bool> ChangeAsync(StepTimesOfVersion from, StepTimes to, string what, string who, CancellationToken cancellationToken)
    {
        if (to.Rules.FirstOrDefault(rule => rule.Within < StepTimes.Shortest || rule.Within > StepTimes.Longest || !ExpectedSteps.All.Any(step => step.Name == rule.Step)) is { } wrong)
            throw new ArgumentException($"{wrong.Within} is no time of {wrong.Step}.", nameof(to));
        return store.AddAsync(from.Id, CanonicalJson.Write(to.Rules), what, who, cancellationToken);
    }

    /// <summary>How long steps of the newest orders really took, up to a minute ago: hundreds of histories are read for it, and one order more changes little.</summary>
    public async Task<StepExperience> ExperienceAsync(CancellationToken cancellationToken)
    {
        if (_learned is { } known && time.GetElapsedTime(known.ReadAt) < Learned) return known.Value;
        var experience = StepExperience.Of(await history.NewestAsync(StepExperience.Kinds, cancellationToken), brands);
        _learned = new(experience, time.GetTimestamp());
        return experience;
    }

    private StepTimesOfVersion Read(StepTimesVersion version) => new(version.Id, version.At, version.Who, Times(CanonicalJson.Read<IReadOnlyList<StepTimeRule>>(version.Rules)));

    private StepTimes Times(IReadOnlyList<StepTimeRule> rules) => new(usual, rules) { Brands = brands };

    /// <summary>One reference, so that many threads read it whole while another replaces it.</summary>
    private sealed record Known<T>(T Value, long ReadAt);
}
