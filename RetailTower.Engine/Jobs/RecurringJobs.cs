using System.Linq.Expressions;
using Hangfire;
using RetailTower.Engine.Exceptions;
using RetailTower.Engine.Reconciliation;
using RetailTower.Engine.Reconciliation.Sequences;

namespace RetailTower.Engine.Jobs;

/// <summary>The engine's timetable.</summary>
public sealed class RecurringJobs(IRecurringJobManager recurring)
{
    private const string EverySecond = "* * * * * *", EveryFiveSeconds = "*/5 * * * * *", EveryQuarterMinute = "*/15 * * * * *", Feeds = "feeds";

    /// <summary>Sets every job to its next time by the clock as it is now.</summary>
    public void Schedule()
    {
        Set<SweepJob>("sweep", job => job.RunAsync(CancellationToken.None), EverySecond);
        Set<BulkOperationJob>("operations", job => job.RunAsync(CancellationToken.None), EverySecond);
        Set<CaseReadingJob>("case-texts", job => job.RunAsync(CancellationToken.None), EverySecond);
        Set<CaseDesk>("wake", desk => desk.WakeAsync(CancellationToken.None), EveryFiveSeconds);
        Set<EscalationJob>("escalation", job => job.RunAsync(CancellationToken.None), EveryFiveSeconds);
        Set<LetterJob>("letters", job => job.RunAsync(CancellationToken.None), EveryFiveSeconds);
        Set<ExpectationWatch>("watch", job => job.RunAsync(CancellationToken.None), EveryFiveSeconds);
        Set<SettlementWatch>("settlement", job => job.RunAsync(CancellationToken.None), EveryFiveSeconds);
        Set<NumberWatch>("numbers", job => job.RunAsync(CancellationToken.None), EveryFiveSeconds);
        Set<NumberJob>("number-questions", job => job.RunAsync(CancellationToken.None), EveryFiveSeconds);
        Set<ComparisonJob>("comparisons", job => job.RunAsync(CancellationToken.None), EveryFiveSeconds);
        Set<FeedJob>(Feeds, job => job.RunAsync(CancellationToken.None), EveryFiveSeconds);
        Set<RetentionJob>("retention", job => job.RunAsync(CancellationToken.None), Cron.Minutely());
        Set<StockJob>("stock", job => job.RunAsync(CancellationToken.None), EveryQuarterMinute);
        Set<KpiJob>("kpis", job => job.RunAsync(CancellationToken.None), EveryQuarterMinute);
    }

    /// <summary>Reads the feeds at once, not at the next fifth second.</summary>
    public void ReadFeeds() => recurring.Trigger(Feeds);

    /// <summary>Anew: a job that is only updated keeps its next time, which a clock that ran ahead may have set.</summary>
    private void Set<T>(string id, Expression<Func<T, Task>> call, string cron)
    {
        recurring.RemoveIfExists(id);
        recurring.AddOrUpdate(id, call, cron);
    }
}
