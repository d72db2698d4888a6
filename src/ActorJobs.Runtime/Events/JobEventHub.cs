using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using ActorJobs.Operations;

namespace ActorJobs.Runtime.Events;

/// <summary>Hands live changes of this process to whoever watches. Costs nothing while nobody does.</summary>
public sealed class JobEventHub : IJobEvents
{
    private const int Capacity = 10_000;
    private ImmutableArray<Watcher> _watchers = [];

    /// <summary>True while someone watches; publish only then.</summary>
    public bool IsWatched => !_watchers.IsEmpty;

    /// <summary>Shows events to every watcher; one that is too slow loses the rest and is told how many.</summary>
    public void Publish(ImmutableArray<JobEvent> events)
    {
        foreach (var watcher in _watchers)
        {
            watcher.Offer(events);
        }
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<JobEvent> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var watcher = new Watcher();
        ImmutableInterlocked.Update(ref _watchers, list => list.Add(watcher));
        try
        {
            await foreach (var item in watcher.Events.ReadAllAsync(cancellationToken))
            {
                if (watcher.TakeMissed() is > 0 and var missed)
                {
                    yield return new JobEvent.Missed(missed);
                }
                yield return item;
            }
        }
        finally
        {
            ImmutableInterlocked.Update(ref _watchers, list => list.Remove(watcher));
        }
    }

    private sealed class Watcher
    {
        private readonly Channel<JobEvent> _events = Channel.CreateBounded<JobEvent>(
            new BoundedChannelOptions(Capacity) { SingleReader = true });

        private long _missed;

        public ChannelReader<JobEvent> Events => _events.Reader;

        public void Offer(ImmutableArray<JobEvent> events)
        {
            foreach (var item in events)
            {
                if (!_events.Writer.TryWrite(item))
                {
                    Interlocked.Increment(ref _missed);
                }
            }
        }

        public long TakeMissed() => Interlocked.Exchange(ref _missed, 0);
    }
}
