using Bunit;
using Bunit.TestDoubles;
using Microsoft.AspNetCore.Components;
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
using RetailTower.Engine.Reconciliation.Inventory;
using RetailTower.Engine.Recovery;
using RetailTower.Engine.Orders.Truth;
using RetailTower.Web.Authentication;
using Xunit;

namespace RetailTower.Tests.Web.Pages;

/// <summary>A renderer for whole pages: real desks over a SQLite file of the test's own, and someone signed in.</summary>
public abstract class PageContext : ShellContext, IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tower-page-").FullName;

    protected PageContext()
    {
        Services.AddTowerData(new DatabaseOptions { DataDirectory = _folder });
        Services.AddSingleton<ConnectorRegistry>();
        Services.AddSingleton<OrderDesk>();
        Services.AddSingleton<ReturnDesk>();
        Services.AddSingleton(Brands.None);
        Services.AddSingleton<RecordMapDesk>();
        Services.AddSingleton<TruthDesk>();
        Services.AddSingleton(new OrderPolicies());
        Services.AddSingleton<StepTimesDesk>();
        DispatchComponent.Add(Services, new DispatchOptions());
        Services.AddSingleton<MessageDesk>();
        Services.AddSingleton<WorkSignal>();
        Services.AddSingleton<NodeStore>();
        Services.AddSingleton(NodeName.New());
        Services.AddSingleton<NodeDesk>();
        RecoveryComponent.Add(Services, new RecoveryOptions());
        ExceptionsComponent.Add(Services);
        OwnershipComponent.Add(Services, new OwnershipOptions());
        InsightComponent.Add(Services, new KpiOptions());
        ReconciliationComponent.Add(Services, new ReconciliationOptions());
        Services.AddSingleton<InboxStore>();
        Services.AddSingleton<StockStore>();
        Services.AddSingleton<StockDesk>();
        Services.AddSingleton<CaseBook>();
        GovernanceComponent.Add(Services, new RetentionOptions());
        Viewer = this.AddAuthorization();
    }

    protected static CancellationToken Cancel => Xunit.TestContext.Current.CancellationToken;

    protected BunitAuthorizationContext Viewer { get; }

    protected DateTimeOffset Now => Clock.GetUtcNow();

    protected TowerDatabase Database => Services.GetRequiredService<TowerDatabase>();

    protected string Address => Services.GetRequiredService<BunitNavigationManager>().Uri;

    public async ValueTask InitializeAsync() => await TowerData.MigrateAsync(Services, Cancel);

    public new async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await base.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    protected void SignIn(string role)
    {
        Viewer.SetAuthorized($"{role} Otto");
        Viewer.SetRoles(role);
        Viewer.SetPolicies(role switch
        {
            Roles.Agent => [Policies.CanSeeOrders, Policies.CanSeePersonalData, Policies.CanAskReturns],
            Roles.Operator => [Policies.CanSeeOrders, Policies.CanWorkExceptions, Policies.CanRunLanes, Policies.CanAskReturns, Policies.CanDecideReturns, Policies.CanAnnotate],
            Roles.Administrator => [Policies.CanSeeOrders, Policies.CanSeePersonalData, Policies.CanWorkExceptions, Policies.CanRunLanes, Policies.CanAskReturns, Policies.CanDecideReturns, Policies.CanAnnotate, Policies.CanAdminister],
            Roles.Executive => [Policies.CanSeeOrders, Policies.CanAnnotate],
            _ => [Policies.CanSeeOrders],
        });
    }

    protected Task SeedAsync(params object[] rows) => Database.WriteAsync((db, _) =>
    {
        db.AddRange(rows);
        return Task.CompletedTask;
    }, Cancel);

    /// <summary>Opens the page at an address, as a link would.</summary>
    protected IRenderedComponent<TPage> Open<TPage>(string address, Action<ComponentParameterCollectionBuilder<TPage>>? parameters = null) where TPage : IComponent
    {
        Services.GetRequiredService<BunitNavigationManager>().NavigateTo(address);
        return Render<TPage>(parameters ?? (_ => { }));
    }
}
