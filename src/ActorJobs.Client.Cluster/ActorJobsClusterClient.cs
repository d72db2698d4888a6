using System.Collections.Immutable;
using ActorJobs.Operations;
using ActorJobs.Payloads;
using ActorJobs.Runtime.Client;
using ActorJobs.Stores;
using static ActorJobs.Runtime.Client.JobClientProtocol;

namespace ActorJobs.Client.Cluster;

/// <summary>
/// Enqueues into a cluster from a program outside of it, without HTTP. It speaks to one node at a time and goes on with
/// another when that one dies. A call that returns has made its jobs durable, each once, however often it had to be
/// repeated. It owns an actor system of its own; make one for the whole program, and dispose it in the end.
/// Thread-safe.
/// </summary>
public sealed class ActorJobsClusterClient : IJobClient, IAsyncDisposable
{
    private const int DefaultPartBytes = 1024 * 1024;

    private readonly ClusterClientOptions _options;
    private readonly ClusterCaller _caller;

    private ActorJobsClusterClient(ClusterClientOptions options, ClusterCaller caller) =>
        (_options, _caller, Defaults) = (options, caller, options.Defaults);

    /// <inheritdoc />
    public JobDefaults Defaults { get; private set; }

    /// <inheritdoc />
    public IPayloadProtector Protector => _options.Protector;

    /// <summary>Finds a node and learns what it takes.</summary>
    /// <param name="options">Where the cluster is.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ArgumentException">Options are out of their ranges; the message names every fault.</exception>
    /// <exception cref="ClusterUnavailableException">No node answered within the time-out.</exception>
    public static async Task<ActorJobsClusterClient> ConnectAsync(
        ClusterClientOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var client = new ActorJobsClusterClient(options, new ClusterCaller(options));
        try
        {
            var limits = (Limits)await client._caller.AskAsync(GetLimits.Instance, cancellationToken);
            client.Defaults = options.Defaults with
            {
                MaxPayloadBytes = Math.Min(options.Defaults.MaxPayloadBytes, limits.MaxPayloadBytes),
            };
            return client;
        }
        catch
        {
            await client.DisposeAsync();
            throw;
        }
    }

    /// <summary>Enqueues one job.</summary>
    /// <inheritdoc />
    /// <exception cref="InvalidJobException">The job breaks a rule; the message names every fault.</exception>
    /// <exception cref="StoreBusyException">Too many writes wait; nothing was enqueued.</exception>
    /// <exception cref="StoreUnavailableException">The store of the cluster does not answer.</exception>
    /// <exception cref="ClusterUnavailableException">No node answers.</exception>
    public async ValueTask<EnqueueResult> EnqueueAsync<TArgs>(
        string type, TArgs args, EnqueueOptions? options = null, CancellationToken cancellationToken = default) =>
        (await EnqueueManyAsync([JobRequest.For(type, args, options)], cancellationToken))[0];

    /// <summary>
    /// Enqueues many jobs in one transaction: all or none. Together they have at most
    /// <see cref="ClusterClientOptions.MaxBatchBytes"/>; <see cref="EnqueueInPartsAsync"/> takes more.
    /// </summary>
    /// <returns>One result per request, in order.</returns>
    /// <exception cref="InvalidJobException">
    /// A job breaks a rule, or all together are too large; the message names every fault.
    /// </exception>
    /// <exception cref="StoreBusyException">Too many writes wait; nothing was enqueued.</exception>
    /// <exception cref="StoreUnavailableException">The store of the cluster does not answer.</exception>
    /// <exception cref="ClusterUnavailableException">No node answers.</exception>
    public async ValueTask<ImmutableArray<EnqueueResult>> EnqueueManyAsync(
        IReadOnlyList<JobRequest> requests, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(requests);
        var admitted = Admit(requests);
        var bytes = admitted.Sum(request => (long)EnqueueParts.SizeOf(request));
        if (bytes > _options.MaxBatchBytes)
        {
            throw new InvalidJobException([$"{requests.Count} jobs have {bytes} bytes together, but one call takes "
                + $"at most {_options.MaxBatchBytes}; enqueue fewer at a time, or call {nameof(EnqueueInPartsAsync)}."]);
        }
        return requests.Count == 0 ? [] : await SendAsync(requests, [.. admitted], cancellationToken);
    }

    /// <summary>
    /// Enqueues any number of jobs, in several transactions one after the other. None is sent when one breaks a rule.
    /// When the call fails on the way, the first of them may be enqueued and the others not: repeat it with the same
    /// ids.
    /// </summary>
    /// <param name="requests">The jobs; each with an <see cref="EnqueueOptions.Id"/> if the call is to be
    /// repeatable.</param>
    /// <param name="partBytes">Most bytes of a transaction: 1 MiB unless told, at most 7 MiB.</param>
    /// <param name="cancellationToken">Stops between parts, and waiting.</param>
    /// <returns>One result per request, in order.</returns>
    /// <exception cref="InvalidJobException">A job breaks a rule; the message names every fault of every
    /// job.</exception>
    /// <exception cref="StoreBusyException">Too many writes wait.</exception>
    /// <exception cref="StoreUnavailableException">The store of the cluster does not answer.</exception>
    /// <exception cref="ClusterUnavailableException">No node answers.</exception>
    public async ValueTask<ImmutableArray<EnqueueResult>> EnqueueInPartsAsync(
        IReadOnlyList<JobRequest> requests, int partBytes = DefaultPartBytes,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(requests);
        var results = ImmutableArray.CreateBuilder<EnqueueResult>(requests.Count);
        foreach (var part in EnqueueParts.Split(Admit(requests), Math.Min(partBytes, _options.MaxBatchBytes)))
        {
            var asked = requests.Skip(results.Count).Take(part.Length).ToArray();
            results.AddRange(await SendAsync(asked, part, cancellationToken));
        }
        return results.ToImmutable();
    }

    /// <summary>Ends the actor system. Calls under way fail as unavailable.</summary>
    public ValueTask DisposeAsync() => _caller.DisposeAsync();

    private async Task<ImmutableArray<EnqueueResult>> SendAsync(
        IReadOnlyList<JobRequest> asked, ImmutableArray<JobRequest> part, CancellationToken cancellationToken) =>
        await _caller.AskAsync(new Enqueue(part, JobTrace.Current), cancellationToken) switch
        {
            Enqueued enqueued => [.. enqueued.Results.Select((result, i) => Own(asked[i], part[i], result))],
            Rejected rejected => throw new InvalidJobException(rejected.Faults),
            var reply => throw new InvalidOperationException($"A node answered an enqueue by {reply.GetType().Name}."),
        };

    /// <summary>
    /// A job is the duplicate of itself when an attempt before was written but its answer lost. Where the id was made
    /// here, that can only be this very call.
    /// </summary>
    private static EnqueueResult Own(JobRequest asked, JobRequest sent, EnqueueResult result) =>
        result.Duplicate && asked.Options?.Id is null && result.Id == sent.Options!.Id
            ? result with { Duplicate = false }
            : result;

    private JobRequest[] Admit(IReadOnlyList<JobRequest> requests) => RequestPreparation.Prepare(
        requests, Defaults, fillsDefaults: true, Protector, TimeProvider.System.GetUtcNow());
}
