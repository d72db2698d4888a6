using ActorJobs.Operations;
using ActorJobs.Stores;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ActorJobs.Hosting;

/// <summary>Health checks of a node for hosts that have checks of their own.</summary>
public static class HealthCheckExtensions
{
    /// <summary>Tag of the checks that say whether the process can work.</summary>
    public const string ReadyTag = "ready";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Adds <c>actorjobs-store</c>, <c>actorjobs-member</c> and <c>actorjobs-reader</c>, with the tag <see cref="ReadyTag"/>, and
    /// <c>actorjobs-worker</c>, which is degraded when slots are lost to handlers that ignore cancellation or outcomes cannot be
    /// written, and unhealthy when no slot is left. Call it once, beside <c>AddActorJobs</c>.
    /// </summary>
    /// <param name="checks">The builder, from <c>AddHealthChecks()</c>.</param>
    /// <param name="readerFailure">
    /// What a missing queue reader is: degraded by default, since jobs are taken in without one.
    /// </param>
    public static IHealthChecksBuilder AddActorJobs(
        this IHealthChecksBuilder checks, HealthStatus readerFailure = HealthStatus.Degraded)
    {
        ArgumentNullException.ThrowIfNull(checks);
        Add(checks, "actorjobs-store", HealthStatus.Unhealthy, (services, token) =>
            Readiness.StoreAsync(services.GetRequiredService<IJobStore>(), token));
        Add(checks, "actorjobs-member", HealthStatus.Unhealthy, (services, token) => services.GetRequiredService<ISelf>().Node is { } self
            ? Readiness.MemberAsync(self, services.GetRequiredService<IClusterStatus>(), token)
            : Task.FromResult<string?>("The node has not started yet."));
        Add(checks, "actorjobs-reader", readerFailure, (services, token) => services.GetRequiredService<ISelf>().Node is null
            ? Task.FromResult<string?>("The node has not started yet.")
            : Readiness.ReaderAsync(services.GetRequiredService<IClusterStatus>(), token));
        return checks.Add(new HealthCheckRegistration(
            "actorjobs-worker", provider => new WorkerCheck(provider.GetRequiredService<NodeService>()), null, ["actorjobs"]));
    }

    private static void Add(
        IHealthChecksBuilder checks, string name, HealthStatus failure,
        Func<IServiceProvider, CancellationToken, Task<string?>> look) =>
        checks.Add(new HealthCheckRegistration(
            name, provider => new Check(provider, look), failure, ["actorjobs", ReadyTag], Patience));

    private sealed class Check(IServiceProvider services, Func<IServiceProvider, CancellationToken, Task<string?>> look) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            try
            {
                return await look(services, cancellationToken) is { } reason
                    ? new HealthCheckResult(context.Registration.FailureStatus, reason)
                    : HealthCheckResult.Healthy();
            }
            catch (ActorJobsException fault)
            {
                return new HealthCheckResult(context.Registration.FailureStatus, fault.Message, fault);
            }
        }
    }

    private sealed class WorkerCheck(NodeService node) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            var report = (node as ISelf).Node is null ? null : node.Runtime.Worker?.Report();
            return Task.FromResult(report?.Health switch
            {
                WorkerHealth.Unhealthy => HealthCheckResult.Unhealthy($"All {report.Slots} slots are lost to handlers that do not stop."),
                WorkerHealth.Degraded => HealthCheckResult.Degraded(
                    $"{report.Abandoned} handlers do not stop, or the store takes no outcomes."),
                _ => HealthCheckResult.Healthy(),
            });
        }
    }
}
