using static ActorJobs.Settings.SettingNames;

namespace ActorJobs.Settings.Reading;

/// <summary>What a program may do, and which settings it does not read because they are another program's.</summary>
internal static class KindRules
{
    private static readonly string[] OfWorkers =
    [
        SettingNames.WorkerConcurrency, WorkerCount, WorkerPriorities, WorkerJobTypes, SettingNames.SampleJobs, HttpJobHosts,
        ExecJobCommands, HandlersPath, StuckRunTimeoutMinutes, CancellationGrace,
    ];

    /// <summary>Modes, the usual one first.</summary>
    public static WorkerMode[] Modes(NodeKind kind) => kind switch
    {
        NodeKind.Worker => [WorkerMode.Default, WorkerMode.Specialized, WorkerMode.JobSpecialized],
        NodeKind.Scheduler => [WorkerMode.SchedulerOnly],
        NodeKind.Gateway => [WorkerMode.GatewayOnly],
        _ => Enum.GetValues<WorkerMode>(),
    };

    /// <summary>Settings that are not looked at, however wrong they are.</summary>
    public static IReadOnlyCollection<string> Ignored(NodeKind kind) => kind switch
    {
        NodeKind.Worker => [GatewayUrl, EnableScheduler, SchedulesFile],
        NodeKind.Scheduler => [.. OfWorkers, GatewayUrl, EnableScheduler],
        NodeKind.Gateway => [.. OfWorkers, EnableScheduler, SchedulerInterval, SchedulesFile, RetainSucceeded, RetainFailedCount],
        _ => [],
    };
}
