using RetailTower.Data.Model;
using RetailTower.Data.Stores;
using RetailTower.Engine.Live;

namespace RetailTower.Engine.Insight.Kpis;

/// <summary>Where people write on the time line of the KPIs what explains a bend in it.</summary>
public sealed class AnnotationDesk(AnnotationStore store, ChangeFeed feed)
{
    /// <summary>What fits beside a chart.</summary>
    public const int LongestText = 200;

    /// <summary>Those about moments of the period, oldest first.</summary>
    public Task<List<Annotation>> ListAsync(KpiPeriod period, CancellationToken cancellationToken) => store.ListAsync(period.From, period.To, cancellationToken);

    /// <exception cref="ArgumentException">The text is blank or too long.</exception>
    public async Task AddAsync(DateTimeOffset at, string text, string who, CancellationToken cancellationToken)
    {
        text = text.Trim();
        if (text.Length is 0 or > LongestText) throw new ArgumentException($"A note has from 1 to {LongestText} characters.", nameof(text));
        await store.AddAsync(at, text, who, cancellationToken);
        feed.Publish(ChangeAreas.Figures);
    }

    /// <returns>False when it is gone already.</returns>
    public async Task<bool> RemoveAsync(long id, string who, CancellationToken cancellationToken)
    {
        if (!await store.RemoveAsync(id, who, cancellationToken)) return false;
        feed.Publish(ChangeAreas.Figures);
        return true;
    }
}
