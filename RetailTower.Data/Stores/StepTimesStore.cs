using RetailTower.Data.Model;

namespace RetailTower.Data.Stores;

/// <summary>The versions of the times of steps. They are only ever added.</summary>
public sealed class StepTimesStore(TowerDatabase database, TimeProvider time)
{
    private readonly RuleVersions<StepTimesVersion> _versions = new(database, time, (id, at, who, rules) => new() { Id = id, At = at, Who = who, Rules = rules }, "step-times.changed");

    /// <summary>Null while they were never changed.</summary>
    public Task<StepTimesVersion?> CurrentAsync(CancellationToken cancellationToken) => _versions.CurrentAsync(cancellationToken);

    /// <summary>The newest 50, newest first.</summary>
    public Task<List<StepTimesVersion>> ListAsync(CancellationToken cancellationToken) => _versions.ListAsync(cancellationToken);

    /// <summary>Adds a version, with its entry in the audit, if <paramref name="after"/> is still the newest.</summary>
    /// <param name="after">Id of the version that the change was made from; 0 for none.</param>
    /// <returns>False when somebody else changed them meanwhile.</returns>
    public Task<bool> AddAsync(long after, string rules, string what, string who, CancellationToken cancellationToken) => _versions.AddAsync(after, rules, what, who, cancellationToken);
}
