namespace ActorJobs.Stores.Postgres.Writing;

/// <summary>
/// The calls that wait for a transaction, bounded by number and bytes. Those that find no room wait for it in order.
/// </summary>
internal sealed class EnqueueQueue(int maxCount, long maxBytes, TimeSpan roomTimeout, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _filled = new(0);
    private readonly Queue<EnqueueCall> _waiting = [];
    private readonly LinkedList<Outside> _outside = [];
    private long _bytes;
    private int _idle;
    private bool _closed;

    /// <summary>Adds a call, at once when there is room.</summary>
    /// <exception cref="StoreBusyException">There was no room for too long; the call was not added.</exception>
    /// <exception cref="ObjectDisposedException">The store is closed.</exception>
    public ValueTask AddAsync(EnqueueCall call, CancellationToken cancellationToken)
    {
        LinkedListNode<Outside> place;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, typeof(PostgresJobStore));
            if (_outside.Count == 0 && HasRoomFor(call))
            {
                Admit(call);
                return ValueTask.CompletedTask;
            }
            place = _outside.AddLast(new Outside(call));
        }
        return new ValueTask(WaitForRoomAsync(place, cancellationToken));
    }

    /// <summary>Waits for calls and takes those that may share a transaction.</summary>
    /// <returns>False when the queue is closed and empty.</returns>
    public async ValueTask<bool> TakeAsync(List<EnqueueCall> batch, int maxJobs, long maxTaken)
    {
        while (true)
        {
            lock (_gate)
            {
                TakeWaiting(batch, maxJobs, maxTaken);
                if (batch.Count > 0 || _closed)
                {
                    return batch.Count > 0;
                }
                _idle++;
            }
            await _filled.WaitAsync();
        }
    }

    /// <summary>Takes no more calls; those that wait are still done.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            foreach (var outside in _outside)
            {
                _ = outside.Admitted.TrySetException(new ObjectDisposedException(nameof(PostgresJobStore)));
            }
            _outside.Clear();
            if (_idle > 0)
            {
                _ = _filled.Release(_idle);
                _idle = 0;
            }
        }
    }

    /// <summary>To be called once nobody takes any more.</summary>
    public void Dispose() => _filled.Dispose();

    private void TakeWaiting(List<EnqueueCall> batch, int maxJobs, long maxTaken)
    {
        var (jobs, bytes) = (0, 0L);
        while (jobs < maxJobs && bytes < maxTaken && _waiting.TryDequeue(out var call))
        {
            batch.Add(call);
            jobs += call.Jobs.Count;
            bytes += call.Bytes;
        }
        _bytes -= bytes;
        while (_outside.First is { } first && HasRoomFor(first.Value.Call))
        {
            _outside.RemoveFirst();
            Admit(first.Value.Call);
            _ = first.Value.Admitted.TrySetResult();
        }
    }

    private bool HasRoomFor(EnqueueCall call) =>
        _waiting.Count == 0 || (_waiting.Count < maxCount && _bytes + call.Bytes <= maxBytes);

    private void Admit(EnqueueCall call)
    {
        _waiting.Enqueue(call);
        _bytes += call.Bytes;
        if (_idle > 0)
        {
            _idle--;
            _ = _filled.Release();
        }
    }

    private async Task WaitForRoomAsync(LinkedListNode<Outside> place, CancellationToken cancellationToken)
    {
        try
        {
            await place.Value.Admitted.Task.WaitAsync(roomTimeout, time, cancellationToken);
        }
        catch (Exception fault) when (fault is TimeoutException or OperationCanceledException)
        {
            lock (_gate)
            {
                if (place.List is null)
                {
                    return; // admitted in the same moment
                }
                _outside.Remove(place);
            }
            if (fault is TimeoutException)
            {
                throw new StoreBusyException(
                    $"The store has {maxCount} writes or {maxBytes} bytes waiting already; try again later.", RetryAfter);
            }
            throw;
        }
    }

    private sealed class Outside(EnqueueCall call)
    {
        public EnqueueCall Call { get; } = call;

        public TaskCompletionSource Admitted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
