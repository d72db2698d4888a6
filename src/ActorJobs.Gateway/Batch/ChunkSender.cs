using ActorJobs.Client;
using ActorJobs.Gateway.Bodies;
using ActorJobs.Stores;

namespace ActorJobs.Gateway.Batch;

/// <summary>
/// Enqueues a chunk: all of it at once, or what is left when the jobs that break a rule are taken out.
/// </summary>
internal sealed class ChunkSender(IJobClient client, JobDefaults defaults, TimeProvider time)
{
    // A full store is the normal brake of a stream that is faster than it; after so many waits it is a fault.
    private const int MaxBusyTries = 20;

    public async Task<ChunkOutcome> SendAsync(BatchChunk chunk, CancellationToken cancellationToken)
    {
        var positions = Enumerable.Range(0, chunk.Requests.Count).ToArray();
        var results = new EnqueueResult?[positions.Length];
        try
        {
            try
            {
                await EnqueueAsync(chunk, positions, results, cancellationToken);
                return new ChunkOutcome(chunk, results, null, null);
            }
            catch (InvalidJobException)
            {
                var faults = await EnqueueSoundAsync(chunk, results, cancellationToken);
                return new ChunkOutcome(chunk, results, faults, null);
            }
        }
        catch (ActorJobsException failure)
        {
            return new ChunkOutcome(chunk, null, null, failure);
        }
    }

    private async Task<string?[]> EnqueueSoundAsync(
        BatchChunk chunk, EnqueueResult?[] results, CancellationToken cancellationToken)
    {
        var faults = new string?[results.Length];
        var sound = new List<int>(results.Length);
        for (var i = 0; i < results.Length; i++)
        {
            var broken = JobBodyReader.RuleFaults(chunk.Requests[i], defaults, time.GetUtcNow());
            if (broken.Count == 0)
            {
                sound.Add(i);
            }
            else
            {
                faults[i] = string.Join(' ', broken);
            }
        }
        try
        {
            await EnqueueAsync(chunk, sound, results, cancellationToken);
        }
        catch (InvalidJobException)
        {
            await EnqueueEachAsync(chunk, sound, results, faults, cancellationToken);
        }
        return faults;
    }

    // The client knows a rule that the gateway does not, as a limit on the payload once it is encrypted.
    private async Task EnqueueEachAsync(
        BatchChunk chunk, List<int> sound, EnqueueResult?[] results, string?[] faults, CancellationToken cancellationToken)
    {
        foreach (var position in sound)
        {
            try
            {
                await EnqueueAsync(chunk, [position], results, cancellationToken);
            }
            catch (InvalidJobException exception)
            {
                faults[position] = exception.Message;
            }
        }
    }

    private async Task EnqueueAsync(
        BatchChunk chunk, IReadOnlyList<int> positions, EnqueueResult?[] results, CancellationToken cancellationToken)
    {
        if (positions.Count == 0)
        {
            return;
        }
        IReadOnlyList<JobRequest> requests = positions.Count == chunk.Requests.Count
            ? chunk.Requests
            : [.. positions.Select(position => chunk.Requests[position])];
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var stored = await client.EnqueueManyAsync(requests, cancellationToken);
                for (var i = 0; i < positions.Count; i++)
                {
                    results[positions[i]] = stored[i];
                }
                return;
            }
            catch (StoreBusyException busy) when (attempt < MaxBusyTries)
            {
                await Task.Delay(busy.RetryAfter, time, cancellationToken);
            }
        }
    }
}
