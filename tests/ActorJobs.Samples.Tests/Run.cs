using System.Text;
using ActorJobs.Handlers;

namespace ActorJobs.Samples.Tests;

/// <summary>Runs sample types as a worker would, from the bytes of a payload.</summary>
internal static class Run
{
    public static Task AsJobAsync(
        string type, string payload, IJobContext context, CancellationToken cancellationToken = default, TimeProvider? clock = null) =>
        SampleJobs.All.Single(job => job.Type == type)
            .RunAsync(new Services(clock), Encoding.UTF8.GetBytes(payload), context, cancellationToken);

    private sealed class Services(TimeProvider? clock) : IServiceProvider
    {
        public object? GetService(Type serviceType) => serviceType == typeof(TimeProvider) ? clock : null;
    }
}
