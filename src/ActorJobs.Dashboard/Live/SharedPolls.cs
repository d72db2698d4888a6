using System.Collections.Concurrent;

namespace ActorJobs.Dashboard.Live;

/// <summary>
/// Reads for pages that stay fresh: however many look at the same thing, it is read once per interval, and not at all when
/// nobody looks. Thread-safe.
/// </summary>
internal sealed class SharedPolls(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<object, IPoll> _polls = [];

    /// <summary>How many different things are looked at now.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _polls.Count;
            }
        }
    }

    /// <summary>Looks at something until the answer is disposed.</summary>
    /// <param name="key">What it is: equal keys share their reads, so they must mean the same read.</param>
    /// <param name="interval">Time between two reads.</param>
    /// <param name="read">Reads it.</param>
    /// <param name="seen">Told of each read, from any thread; at once of the newest if there is one.</param>
    public IDisposable Watch<T>(object key, TimeSpan interval, Func<CancellationToken, Task<T>> read, Action<Seen<T>> seen)
        where T : class
    {
        Poll<T> poll;
        Seen<T>? newest;
        var watcher = new Watcher<T>(seen);
        lock (_gate)
        {
            if (_polls.TryGetValue((typeof(T), key), out var known))
            {
                poll = (Poll<T>)known;
            }
            else
            {
                poll = new Poll<T>(time, interval, read);
                _polls.Add((typeof(T), key), poll);
            }
            newest = poll.Add(watcher);
        }
        if (newest is not null)
        {
            seen(newest);
        }
        return new Leaving(() =>
        {
            lock (_gate)
            {
                if (poll.Remove(watcher))
                {
                    _polls.Remove((typeof(T), key));
                }
            }
        });
    }

    private interface IPoll;

    private sealed class Watcher<T>(Action<Seen<T>> seen)
        where T : class
    {
        public void Show(Seen<T> read) => seen(read);
    }

    private sealed class Leaving(Action leave) : IDisposable
    {
        private Action? _leave = leave;

        public void Dispose() => Interlocked.Exchange(ref _leave, null)?.Invoke();
    }

    private sealed class Poll<T>(TimeProvider time, TimeSpan interval, Func<CancellationToken, Task<T>> read) : IPoll
        where T : class
    {
        private readonly ConcurrentDictionary<Watcher<T>, int> _watchers = [];
        private readonly CancellationTokenSource _ending = new();
        private Seen<T>? _newest;

        // Under the gate, as the next.
        public Seen<T>? Add(Watcher<T> watcher)
        {
            var isFirst = _watchers.IsEmpty;
            _watchers[watcher] = 0;
            if (isFirst)
            {
                _ = Task.Run(RunAsync);
            }
            return _newest;
        }

        /// <summary>True when it was the last one.</summary>
        public bool Remove(Watcher<T> watcher)
        {
            _watchers.TryRemove(watcher, out _);
            if (!_watchers.IsEmpty)
            {
                return false;
            }
            _ending.Cancel();
            return true;
        }

        private async Task RunAsync()
        {
            using var timer = new PeriodicTimer(interval, time);
            try
            {
                do
                {
                    _newest = await ReadAsync();
                    foreach (var watcher in _watchers.Keys)
                    {
                        watcher.Show(_newest);
                    }
                }
                while (await timer.WaitForNextTickAsync(_ending.Token));
            }
            catch (OperationCanceledException) when (_ending.IsCancellationRequested)
            {
                // Nobody looks any more.
            }
        }

        private async Task<Seen<T>> ReadAsync()
        {
            try
            {
                return new Seen<T>(await read(_ending.Token), time.GetUtcNow(), Fault: null);
            }
            catch (ActorJobsException exception)
            {
                return new Seen<T>(_newest?.Value, time.GetUtcNow(), exception.Message);
            }
            catch (Exception exception) when (!_ending.IsCancellationRequested)
            {
                return new Seen<T>(_newest?.Value, time.GetUtcNow(), $"It could not be read: {exception.GetType().Name}.");
            }
        }
    }
}

/// <summary>What a read found.</summary>
/// <param name="Value">The newest value; null when there is none yet.</param>
/// <param name="At">When it was read.</param>
/// <param name="Fault">Why the last read failed; then the value is an older one.</param>
internal sealed record Seen<T>(T? Value, DateTimeOffset At, string? Fault)
    where T : class;
