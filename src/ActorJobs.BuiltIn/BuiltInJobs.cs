using System.Collections.Immutable;
using ActorJobs.BuiltIn.Exec;
using ActorJobs.BuiltIn.Http;
using ActorJobs.Handlers;

namespace ActorJobs.BuiltIn;

/// <summary>The built-in job types.</summary>
public static class BuiltInJobs
{
    /// <summary>Type of jobs that call a URL.</summary>
    public const string HttpType = "http";

    /// <summary>Type of jobs that run a command.</summary>
    public const string ExecType = "exec";

    /// <summary>
    /// Registers the types that are allowed anything; a type whose allow-list is empty is off and not answered. Call
    /// once per process: each call opens connections of its own.
    /// </summary>
    /// <param name="http">What the <c>http</c> type may call.</param>
    /// <param name="exec">What the <c>exec</c> type may run.</param>
    /// <param name="clock">Reads a Retry-After date and times a request; null for the system's.</param>
    public static ImmutableArray<JobRegistration> Register(
        HttpJobOptions http, ExecJobOptions exec, TimeProvider? clock = null)
    {
        var registrations = ImmutableArray.CreateBuilder<JobRegistration>();
        if (http.AllowedHosts.Length > 0)
        {
            var job = new HttpJob(HttpJob.CreateClient(), http, clock ?? TimeProvider.System);
            registrations.Add(new JobRegistration(HttpType, (_, payload, context, cancellationToken) =>
                job.RunAsync(Payload.Read<HttpJobArgs>(HttpType, payload), context, cancellationToken)));
        }
        if (exec.AllowedCommands.Length > 0)
        {
            var job = new ExecJob(exec);
            registrations.Add(new JobRegistration(ExecType, (_, payload, context, cancellationToken) =>
                job.RunAsync(Payload.Read<ExecJobArgs>(ExecType, payload), context, cancellationToken)));
        }
        return registrations.DrainToImmutable();
    }
}
