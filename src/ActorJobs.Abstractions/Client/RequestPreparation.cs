using System.Collections.Immutable;
using ActorJobs.Payloads;

namespace ActorJobs.Client;

/// <summary>
/// Makes requests ready to leave a program: checks every rule, gives each an id before it is first sent, so that a
/// repeated call doubles nothing, and encrypts. For clients outside of the cluster.
/// </summary>
public static class RequestPreparation
{
    private const int MaxFaultsNamed = 20;

    /// <summary>Prepares requests, all or, if one breaks a rule, none.</summary>
    /// <param name="requests">What was asked for.</param>
    /// <param name="defaults">The largest payload, and what <paramref name="fillsDefaults"/> fills in.</param>
    /// <param name="fillsDefaults">Whether retries and time-out are set here; false leaves them to the cluster.</param>
    /// <param name="protector">Encrypts payloads.</param>
    /// <param name="now">Time part of new ids.</param>
    /// <returns>One request for each, in order, with its id. A delay stays one: it counts from when a node has
    /// it.</returns>
    /// <exception cref="InvalidJobException">A rule is broken; names the faults of every job, at most 20.</exception>
    public static JobRequest[] Prepare(
        IReadOnlyList<JobRequest> requests, JobDefaults defaults, bool fillsDefaults, IPayloadProtector protector,
        DateTimeOffset now)
    {
        var prepared = new JobRequest[requests.Count];
        var faults = ImmutableArray.CreateBuilder<string>();
        for (var i = 0; i < requests.Count; i++)
        {
            try
            {
                prepared[i] = Prepare(requests[i], defaults, fillsDefaults, protector, now);
            }
            catch (InvalidJobException fault)
            {
                faults.AddRange(requests.Count == 1 ? fault.Faults : fault.Faults.Select(text => $"Job {i}: {text}"));
            }
        }
        if (faults.Count > MaxFaultsNamed)
        {
            var more = faults.Count - MaxFaultsNamed;
            faults.RemoveRange(MaxFaultsNamed, more);
            faults.Add($"There are {more} more faults.");
        }
        return faults.Count == 0 ? prepared : throw new InvalidJobException(faults.ToImmutable());
    }

    /// <summary>Prepares one request.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="defaults">The largest payload, and what <paramref name="fillsDefaults"/> fills in.</param>
    /// <param name="fillsDefaults">Whether retries and time-out are set here.</param>
    /// <param name="protector">Encrypts the payload.</param>
    /// <param name="now">Time part of a new id.</param>
    /// <exception cref="InvalidJobException">A rule is broken.</exception>
    public static JobRequest Prepare(
        JobRequest request, JobDefaults defaults, bool fillsDefaults, IPayloadProtector protector, DateTimeOffset now)
    {
        var job = protector.Protect(JobAdmission.Admit(request, defaults, now));
        var options = request.Options ?? new EnqueueOptions();
        return new JobRequest(job.Type, job.Payload, options with
        {
            Id = job.Id,
            MaxRetries = fillsDefaults ? job.MaxRetries : options.MaxRetries,
            Timeout = fillsDefaults ? job.Timeout : options.Timeout,
        });
    }
}
