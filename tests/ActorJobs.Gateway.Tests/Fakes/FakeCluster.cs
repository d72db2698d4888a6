using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using ActorJobs.Operations;

namespace ActorJobs.Gateway.Tests.Fakes;

/// <summary>Members, workers and events as a test sets them.</summary>
internal sealed class FakeCluster : IClusterStatus, IJobEvents
{
    public ImmutableArray<NodeStatus> Nodes { get; set; } = [];

    public ReaderStatus Reader { get; set; } = ReaderStatus.Unknown;

    public Channel<JobEvent> Events { get; } = Channel.CreateUnbounded<JobEvent>();

    /// <summary>Completes when a watcher has gone.</summary>
    public TaskCompletionSource WatcherLeft { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<ImmutableArray<NodeStatus>> GetNodesAsync(CancellationToken cancellationToken) => Task.FromResult(Nodes);

    public Task<ReaderStatus> GetReaderAsync(CancellationToken cancellationToken) => Task.FromResult(Reader);

    public async IAsyncEnumerable<JobEvent> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var change in Events.Reader.ReadAllAsync(cancellationToken))
            {
                yield return change;
            }
        }
        finally
        {
            WatcherLeft.TrySetResult();
        }
    }
}
