using System.Runtime.CompilerServices;
using ActorJobs.Client.Http.Calls;
using ActorJobs.Client.Http.Json;

namespace ActorJobs.Client.Http;

/// <content>Any number of jobs, as they come.</content>
public sealed partial class ActorJobsHttpClient
{
    private const int MaxPartBytes = 1024 * 1024;
    private const int MaxPartsInFlight = 4;

    /// <summary>
    /// Enqueues jobs as they come, without end if need be, in parts of at most 1000 jobs or 1 MiB of which four are
    /// under way at a time: a slow gateway slows the source down, and memory does not grow. A job that breaks a rule is
    /// rejected and does not stop the others. A part with jobs that wait for others is sent when all before it are
    /// answered. Each part is repeated under the same ids until it is answered.
    /// </summary>
    /// <param name="requests">The jobs. To repeat a stream that failed on the way, give each an
    /// <see cref="EnqueueOptions.Id"/>.</param>
    /// <param name="cancellationToken">Stops; parts under way may be enqueued all the same.</param>
    /// <returns>What became of each part, in order; reading on is what sends on.</returns>
    /// <exception cref="Stores.StoreBusyException">Too many writes waited, to the last.</exception>
    /// <exception cref="Stores.StoreUnavailableException">The store of the cluster does not answer.</exception>
    /// <exception cref="GatewayUnavailableException">No gateway answers. Parts that were yielded are
    /// durable.</exception>
    public async IAsyncEnumerable<BatchPart> EnqueueStreamAsync(
        IAsyncEnumerable<JobRequest> requests, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(requests);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var inFlight = new Queue<Task<BatchPart>>();
        try
        {
            var part = new StreamPart(0);
            await foreach (var request in requests.WithCancellation(cancellationToken))
            {
                part.Add(request, this);
                if (!part.IsFull)
                {
                    continue;
                }
                while (part.Waits && inFlight.TryDequeue(out var earlier))
                {
                    yield return await earlier;
                }
                inFlight.Enqueue(SendAsync(part, stop.Token));
                part = new StreamPart(part.Read);
                while (inFlight.Count >= MaxPartsInFlight || inFlight.TryPeek(out var first) && first.IsCompleted)
                {
                    yield return await inFlight.Dequeue();
                }
            }
            while (part.Waits && inFlight.TryDequeue(out var earlier))
            {
                yield return await earlier;
            }
            if (!part.IsEmpty)
            {
                inFlight.Enqueue(SendAsync(part, stop.Token));
            }
            while (inFlight.TryDequeue(out var next))
            {
                yield return await next;
            }
        }
        finally
        {
            // One failed or the caller left: the others must not go on behind its back.
            await stop.CancelAsync();
            await ((Task)Task.WhenAll(inFlight)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<BatchPart> SendAsync(StreamPart part, CancellationToken cancellationToken)
    {
        if (part.Requests.Count == 0)
        {
            return new BatchPart(part.Read, [], 0, [.. part.Rejected]);
        }
        var answer = await CallAsync(
            new GatewayCall(HttpMethod.Post, "api/v1/jobs/batch")
            {
                Body = RequestWriter.Lines(part.Requests),
                BodyType = "application/x-ndjson",
                Enqueues = true,
            },
            ClientJson.Default.BatchModel, cancellationToken);
        var rejected = answer.Rejected
            .Select(item => new BatchRejection(part.Indexes[(int)item.Index], item.Error))
            .Concat(part.Rejected).OrderBy(item => item.Index);
        return new BatchPart(part.Read, [.. answer.Ids], (int)answer.Duplicates, [.. rejected]);
    }

    /// <summary>A part that fills.</summary>
    private sealed class StreamPart(long first)
    {
        private long _bytes;

        public List<JobRequest> Requests { get; } = [];

        public List<long> Indexes { get; } = [];

        public List<BatchRejection> Rejected { get; } = [];

        /// <summary>Jobs of the stream up to the end of this part.</summary>
        public long Read { get; private set; } = first;

        /// <summary>Whether a job in it waits for others: those of earlier parts must be known before it is sent.</summary>
        public bool Waits { get; private set; }

        public bool IsEmpty => Requests.Count + Rejected.Count == 0;

        public bool IsFull => Requests.Count + Rejected.Count >= MaxGroupJobs || _bytes >= MaxPartBytes;

        public void Add(JobRequest request, ActorJobsHttpClient client)
        {
            var index = Read++;
            try
            {
                var prepared = RequestPreparation.Prepare(request, client.Defaults,
                    client._options.Defaults is not null, client.Protector, client._options.Time.GetUtcNow());
                Requests.Add(prepared);
                Waits |= prepared.Options?.After.Count > 0;
                Indexes.Add(index);
                _bytes += prepared.Payload.Length;
            }
            catch (InvalidJobException fault)
            {
                Rejected.Add(new BatchRejection(index, fault.Message));
            }
        }
    }
}
