using System.Collections.Immutable;
using ActorJobs.Handlers;
using ActorJobs.Samples.Sync;

namespace ActorJobs.Samples;

/// <summary>The sample job types. Handlers take a <see cref="TimeProvider"/> from the services if there is
/// one.</summary>
public static class SampleJobs
{
    /// <summary>All sample types: echo, sleep, block, cpu, fail, crash, progress, sync_all, sync_source.</summary>
    public static ImmutableArray<JobRegistration> All { get; } =
    [
        EchoJob.Registration,
        JobRegistration.For<SleepHandler, PeriodArgs>("sleep"),
        JobRegistration.For<BlockHandler, PeriodArgs>("block"),
        JobRegistration.For<CpuHandler, PeriodArgs>("cpu"),
        JobRegistration.For<FailHandler, FailArgs>("fail"),
        CrashJob.Registration,
        JobRegistration.For<ProgressHandler, ProgressArgs>("progress"),
        JobRegistration.For<SyncAllHandler, SyncAllArgs>(SyncAllHandler.JobType),
        JobRegistration.For<SyncSourceHandler, SyncSourceArgs>(SyncSourceHandler.JobType),
    ];
}
