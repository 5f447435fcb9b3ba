using Microsoft.Extensions.DependencyInjection;
using RetailTower.Data.Kpis;
using RetailTower.Data.Stores;

namespace RetailTower.Data.Queries;

/// <summary>The reads and writes behind the screens.</summary>
internal static class QueryRegistration
{
    public static IServiceCollection AddQueries(this IServiceCollection services) => services
        .AddSingleton<OrderQueries>()
        .AddSingleton<OrderStepQueries>()
        .AddSingleton<CaseQueries>()
        .AddSingleton<CaseScans>()
        .AddSingleton<CaseGroupQueries>()
        .AddSingleton<CaseGroupSheets>()
        .AddSingleton<CaseTrackRecords>()
        .AddSingleton<LaneQueries>()
        .AddSingleton<FigureQueries>()
        .AddSingleton<MessageQueries>()
        .AddSingleton<EvidenceQueries>()
        .AddSingleton<OperationQueries>()
        .AddSingleton<EditQueries>()
        .AddSingleton<ComparisonQueries>()
        .AddSingleton<OutageQueries>()
        .AddSingleton<RunQueries>()
        .AddSingleton<AuditQueries>()
        .AddSingleton<ReturnQueries>()
        .AddSingleton<KpiQueries>()
        .AddSingleton<KpiStore>()
        .AddSingleton<SettlementQueries>()
        .AddSingleton<BrandStore>()
        .AddSingleton<AnnotationStore>()
        .AddSingleton<AuditStore>()
        .AddSingleton<RecordMapStore>()
        .AddSingleton<StepTimesStore>()
        .AddSingleton<StepHistoryQueries>()
        .AddSingleton<CaseStore>()
        .AddSingleton<EscalationStore>()
        .AddSingleton<NoticeStore>()
        .AddSingleton<LetterStore>()
        .AddSingleton<TeamStore>()
        .AddSingleton<ShiftQueries>()
        .AddSingleton<CaseSearchStore>()
        .AddSingleton<SavedViewStore>()
        .AddSingleton<RecoveryStore>()
        .AddSingleton<EditStore>()
        .AddSingleton<ReplayStore>()
        .AddSingleton<PatchStore>()
        .AddSingleton<WallLinkStore>()
        .AddSingleton<LaneSwitches>()
        .AddSingleton<LaneProbes>();
}
