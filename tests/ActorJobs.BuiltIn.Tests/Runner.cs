using System.Text;
using ActorJobs.Handlers;

namespace ActorJobs.BuiltIn.Tests;

/// <summary>Runs a registration as a worker would, from the bytes of a payload.</summary>
internal sealed class Runner(JobRegistration registration)
{
    public async Task RunAsync(string payload, IJobContext context, CancellationToken cancellationToken = default) =>
        await registration.RunAsync(new NoServices(), Encoding.UTF8.GetBytes(payload), context, cancellationToken);

    private sealed class NoServices : IServiceProvider
    {
        public object? GetService(Type serviceType) => null;
    }
}
