using System.Collections.Immutable;
using System.Diagnostics;
using ActorJobs.Client;
using ActorJobs.Operations;
using ActorJobs.Payloads;
using ActorJobs.Runtime.Events;
using ActorJobs.Runtime.Observation;
using ActorJobs.Stores;

namespace ActorJobs.Runtime.Client;

/// <summary>Enqueues by writing to the store and then waking the reader. Needs no reader and no worker.</summary>
internal sealed class StoreJobClient(
    IEnqueueStore store, ReaderHints hints, JobEventHub events, JobDefaults defaults,
    IPayloadProtector protector, TimeProvider time) : IJobClient
{
    private const int MaxFaultsNamed = 20;

    public JobDefaults Defaults => defaults;

    public IPayloadProtector Protector => protector;

    public async ValueTask<EnqueueResult> EnqueueAsync<TArgs>(
        string type, TArgs args, EnqueueOptions? options, CancellationToken cancellationToken)
    {
        var job = JobAdmission.Admit(JobRequest.For(type, args, options), defaults, time.GetUtcNow());
        var results = await WriteAsync([protector.Protect(job)], cancellationToken);
        return results[0];
    }

    public async ValueTask<ImmutableArray<EnqueueResult>> EnqueueManyAsync(
        IReadOnlyList<JobRequest> requests, CancellationToken cancellationToken) =>
        await WriteAsync(Admit(requests), cancellationToken);

    private NewJob[] Admit(IReadOnlyList<JobRequest> requests)
    {
        var now = time.GetUtcNow();
        var jobs = new NewJob[requests.Count];
        var faults = ImmutableArray.CreateBuilder<string>();
        for (var i = 0; i < requests.Count; i++)
        {
            try
            {
                jobs[i] = protector.Protect(JobAdmission.Admit(requests[i], defaults, now));
            }
            catch (InvalidJobException fault) when (requests.Count > 1)
            {
                faults.AddRange(fault.Faults.Select(text => $"Job {i}: {text}"));
            }
        }
        if (faults.Count > MaxFaultsNamed)
        {
            var more = faults.Count - MaxFaultsNamed;
            faults.RemoveRange(MaxFaultsNamed, more);
            faults.Add($"There are {more} more faults.");
        }
        return faults.Count == 0 ? jobs : throw new InvalidJobException(faults.ToImmutable());
    }

    private async ValueTask<ImmutableArray<EnqueueResult>> WriteAsync(NewJob[] jobs, CancellationToken cancellationToken)
    {
        using var span = JobSpans.Enqueue(jobs);
        if (JobTrace.Of(span ?? Activity.Current) is { } trace)
        {
            jobs = Array.ConvertAll(jobs, job => job with { Trace = trace });
        }
        var began = Stopwatch.GetTimestamp();
        var results = await store.EnqueueAsync(jobs, cancellationToken);
        var added = 0;
        for (var i = 0; i < jobs.Length; i++)
        {
            if (!results[i].Duplicate)
            {
                hints.Note(jobs[i]);
                added++;
            }
        }
        hints.Send();
        RuntimeMeters.StoreTook("enqueue", began);
        RuntimeMeters.Enqueued.Add(added);
        if (events.IsWatched)
        {
            Show(jobs, results);
        }
        return results;
    }

    private void Show(NewJob[] jobs, ImmutableArray<EnqueueResult> results) => events.Publish(
        [.. jobs.Zip(results).Where(pair => !pair.Second.Duplicate).Select(pair => new JobEvent.JobChanged(
            pair.First.Id, pair.First.Type, pair.First.Priority, pair.Second.State, 0, pair.First.CreatedAt, null))]);
}
