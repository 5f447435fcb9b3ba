using Hangfire;
using Hangfire.AspNetCore;
using Hangfire.InMemory;
using Hangfire.SqlServer;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using RetailTower.Data;
using RetailTower.Data.Stores;
using RetailTower.Engine.Connectors;
using RetailTower.Engine.Dispatch;
using RetailTower.Engine.Exceptions;
using RetailTower.Engine.Exceptions.Ownership;
using RetailTower.Engine.Governance;
using RetailTower.Engine.Insight;
using RetailTower.Engine.Insight.Kpis;
using RetailTower.Engine.Intake;
using RetailTower.Engine.Jobs;
using RetailTower.Engine.Live;
using RetailTower.Engine.Orders;
using RetailTower.Engine.Orders.Returns;
using RetailTower.Engine.Orders.Times;
using RetailTower.Engine.Reconciliation;
using RetailTower.Engine.Recovery;
using RetailTower.Engine.Orders.Truth;

namespace RetailTower.Engine;

/// <summary>The visible list of everything that the engine consists of.</summary>
public static class EngineComponents
{
    /// <summary>Lanes for which there are workers in any case: a landscape tells its systems only after the start.</summary>
    private const int LeastLanes = 8;

    /// <summary>Section of <see cref="KpiOptions"/>.</summary>
    public const string KpisKey = "Tower:Kpis";

    /// <summary>Section of <see cref="NoticeOptions"/>, which may hold protected values.</summary>
    public const string NoticesKey = "Tower:Notices";

    private const string TeamsKey = "Tower:Teams";

    private const string RedisKey = "Tower:Redis", BrandsKey = "Tower:Brands", SystemsKey = "Tower:Systems";

    /// <summary>Every problem of the engine's settings, each naming the key and the mend.</summary>
    public static IReadOnlyList<string> Validate(IConfiguration configuration) =>
    [
        .. Section<IntakeOptions>(configuration, "Tower:Intake").Validate("Tower:Intake"),
        .. Section<OrderPolicies>(configuration, "Tower:Orders").Validate("Tower:Orders"),
        .. Section<DispatchOptions>(configuration, "Tower:Dispatch").Validate("Tower:Dispatch"),
        .. Section<JobsOptions>(configuration, "Tower:Jobs").Validate("Tower:Jobs"),
        .. Section<RetentionOptions>(configuration, "Tower:Retention").Validate("Tower:Retention"),
        .. Section<ReconciliationOptions>(configuration, "Tower:Reconciliation").Validate("Tower:Reconciliation"),
        .. Section<RecoveryOptions>(configuration, "Tower:Recovery").Validate("Tower:Recovery"),
        .. OwnershipOf(configuration).Validate(TeamsKey, NoticesKey),
        .. Section<ClockOptions>(configuration, "Tower:Clock").Validate("Tower:Clock"),
        .. Section<KpiOptions>(configuration, KpisKey).Validate(KpisKey),
        .. BrandsOf(configuration).Validate(BrandsKey, [.. configuration.GetSection(SystemsKey).GetChildren().Select(system => system.Key)]),
        .. RedisConnection.Validate(RedisKey, configuration[RedisKey]),
        .. ConnectorFactory.Validate(configuration.GetSection(SystemsKey)),
    ];

    public static IServiceCollection AddTowerEngine(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(Section<ClockOptions>(configuration, "Tower:Clock").Clock());

        // Live
        services.AddSingleton<ChangeFeed>();
        services.AddSingleton<WorkSignal>();
        AddNodes(services, configuration[RedisKey]);

        // Governance
        GovernanceComponent.Add(services, Section<RetentionOptions>(configuration, "Tower:Retention"));

        // Connectors
        services.AddHttpClient(ConnectorFactory.HttpClientName, http => http.Timeout = TimeSpan.FromSeconds(30))
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5), UseCookies = false })
            .RemoveAllLoggers();
        services.AddSingleton<ConnectorFactory>();
        services.AddSingleton<LandscapeDirectory>();
        services.AddSingleton<ConnectorRegistry>();

        // Insight, Exceptions
        services.AddSingleton<EngineMetrics>();
        InsightComponent.Add(services, Section<KpiOptions>(configuration, KpisKey));
        services.AddSingleton(BrandsOf(configuration));
        services.AddSingleton<CaseBook>();
        ExceptionsComponent.Add(services);
        OwnershipComponent.Add(services, OwnershipOf(configuration));

        // Intake
        services.AddSingleton(Section<IntakeOptions>(configuration, "Tower:Intake"));
        services.AddSingleton<InboxStore>();
        services.AddSingleton<IntakeDesk>();
        services.AddHostedService(provider => provider.GetRequiredService<IntakeDesk>());
        services.AddHostedService<DiskWatch>();
        services.AddSingleton<FeedReader>();
        services.AddSingleton<MessageDesk>();

        // Orders
        services.AddSingleton(Section<OrderPolicies>(configuration, "Tower:Orders"));
        services.AddSingleton<OrderWorkStore>();
        services.AddSingleton<StepTimesDesk>();
        services.AddSingleton<OrderPump>();
        services.AddSingleton<OrderDesk>();
        services.AddSingleton<ReturnDesk>();

        // Truth
        services.AddSingleton<RecordMapDesk>();
        services.AddSingleton<TruthDesk>();

        // Recovery
        RecoveryComponent.Add(services, Section<RecoveryOptions>(configuration, "Tower:Recovery"));

        // Dispatch
        DispatchComponent.Add(services, Section<DispatchOptions>(configuration, "Tower:Dispatch"));
        services.AddSingleton<LaneStore>();
        services.AddSingleton<CallSettlement>();
        services.AddSingleton<LaneDrain>();

        // Reconciliation
        ReconciliationComponent.Add(services, Section<ReconciliationOptions>(configuration, "Tower:Reconciliation"));

        AddJobs(services, Section<JobsOptions>(configuration, "Tower:Jobs"), configuration.GetSection(SystemsKey).GetChildren().Count());
        return services;
    }

    /// <summary>First of all that runs, so that it ends last: a node takes leave when its jobs have ended.</summary>
    private static void AddNodes(IServiceCollection services, string? redis)
    {
        services.AddSingleton(NodeName.New());
        services.AddSingleton<LeaseStore>();
        services.AddSingleton<NodeStore>();
        services.AddSingleton<NodeRoster>();
        services.AddSingleton<RecurringJobs>();
        services.AddSingleton<ClockStore>();
        services.AddSingleton<ClockWatch>();
        services.AddSingleton<NodeDesk>();
        services.AddHostedService<NodeHeartbeat>();
        if (string.IsNullOrWhiteSpace(redis))
        {
            services.AddSingleton<NodeChangeStore>();
            services.AddSingleton<IChangeCarrier, FeedTable>();
        }
        else
        {
            services.AddSingleton(new RedisConnection(redis));
            services.AddSingleton<IChangeCarrier, RedisFeed>();
        }

        services.AddHostedService<ChangeRelay>();
    }

    private static void AddJobs(IServiceCollection services, JobsOptions options, int systems)
    {
        services.AddSingleton<JobGate>();
        // Before the job servers, so that it stops after them: only then are all leases idle.
        services.AddSingleton<NodeLeases>();
        services.AddHostedService(provider => provider.GetRequiredService<NodeLeases>());
        services.AddSingleton(options);
        services.AddSingleton<PartitionRuns>();
        services.AddSingleton<JobNudger>();
        services.AddHostedService(provider => provider.GetRequiredService<JobNudger>());
        services.AddSingleton<PartitionPump>();
        services.AddSingleton<LaneDrainJob>();
        services.AddSingleton<SweepJob>();
        services.AddSingleton<BulkOperationJob>();
        services.AddSingleton<CaseReadingJob>();
        services.AddSingleton<EscalationJob>();
        services.AddSingleton<LetterJob>();
        services.AddSingleton<ComparisonJob>();
        services.AddSingleton<FeedJob>();
        services.AddSingleton<NumberJob>();
        services.AddSingleton<RetentionJob>();
        services.AddSingleton<KpiJob>();
        // Given here, Hangfire does not take them from its statics, which the last tower started in the same process would have set for all.
        services.AddSingleton(provider => Storage(provider.GetRequiredService<DatabaseOptions>(), options.SqlServer));
        services.AddSingleton<JobActivator>(provider => new AspNetCoreJobActivator(provider.GetRequiredService<IServiceScopeFactory>()));
        services.AddHangfire(_ => { });
        services.AddHangfireServer(server =>
        {
            server.WorkerCount = options.Workers;
            server.SchedulePollingInterval = TimeSpan.FromSeconds(1);
            server.ShutdownTimeout = JobsOptions.ShutdownTimeout;
        });
        // Each partition of each lane has a worker of its own: systems that hang hold their own workers and nobody else's, whatever number of them hang.
        services.AddHangfireServer(server =>
        {
            server.Queues = [LaneDrainJob.Queue];
            server.WorkerCount = Partitions.Lane * Math.Max(LeastLanes, systems);
            server.IsLightweightServer = true;
        });
        services.AddHostedService<EngineStart>();
    }

    /// <summary>Jobs carry keys only and the sweep finds all work again, so beside SQLite they may live in memory.</summary>
    private static JobStorage Storage(DatabaseOptions database, JobStorageOptions options) =>
        database.Provider == DatabaseProvider.Sqlite
            ? new InMemoryStorage(new InMemoryStorageOptions { MaxExpirationTime = TimeSpan.FromMinutes(10) })
            : new SqlServerStorage(database.ConnectionString, new SqlServerStorageOptions
            {
                // Made together with the tower's own schema.
                PrepareSchemaIfNecessary = false,
                QueuePollInterval = options.QueuePollInterval,
                SlidingInvisibilityTimeout = options.SlidingInvisibilityTimeout,
                TryAutoDetectSchemaDependentOptions = options.TryAutoDetectSchemaDependentOptions,
            });

    private static OwnershipOptions OwnershipOf(IConfiguration configuration) =>
        new() { Teams = Section<Dictionary<string, TeamOptions>>(configuration, TeamsKey), Notices = Section<NoticeOptions>(configuration, NoticesKey) };

    private static Brands BrandsOf(IConfiguration configuration) => new() { OfSystem = Section<Dictionary<string, string>>(configuration, BrandsKey) };

    private static T Section<T>(IConfiguration configuration, string path) where T : new() => configuration.GetSection(path).Get<T>() ?? new T();
}
