namespace ActorJobs.Stores.Sqlite.Writing;

/// <summary>
/// The writes that wait for the writer, bounded by number and bytes. Those that find no room wait for it in order.
/// </summary>
internal sealed class WriteQueue(int maxCount, long maxBytes, TimeSpan roomTimeout, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _filled = new(0);
    private readonly Queue<WriteOperation> _waiting = [];
    private readonly LinkedList<Outside> _outside = [];
    private long _bytes;
    private bool _closed;

    /// <summary>Adds a write, at once when there is room.</summary>
    /// <exception cref="StoreBusyException">There was no room for too long; the write was not added.</exception>
    /// <exception cref="ObjectDisposedException">The store is closed.</exception>
    public ValueTask AddAsync(WriteOperation write, CancellationToken cancellationToken)
    {
        LinkedListNode<Outside> place;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, typeof(SqliteJobStore));
            if (_outside.Count == 0 && HasRoomFor(write))
            {
                Admit(write);
                return ValueTask.CompletedTask;
            }
            place = _outside.AddLast(new Outside(write));
        }
        return new ValueTask(WaitForRoomAsync(place, cancellationToken));
    }

    /// <summary>Waits for writes and takes those that may share a commit.</summary>
    /// <returns>False when the queue is closed and empty.</returns>
    public bool Take(List<WriteOperation> batch, int maxWrites, int maxJobs)
    {
        while (true)
        {
            lock (_gate)
            {
                TakeWaiting(batch, maxWrites, maxJobs);
                if (batch.Count > 0 || _closed)
                {
                    return batch.Count > 0;
                }
            }
            _filled.Wait();
        }
    }

    /// <summary>Takes no more writes; those that wait are still done.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            foreach (var outside in _outside)
            {
                _ = outside.Admitted.TrySetException(new ObjectDisposedException(nameof(SqliteJobStore)));
            }
            _outside.Clear();
            _ = _filled.Release();
        }
    }

    /// <summary>To be called once the writer has ended.</summary>
    public void Dispose() => _filled.Dispose();

    private void TakeWaiting(List<WriteOperation> batch, int maxWrites, int maxJobs)
    {
        var jobs = 0;
        while (batch.Count < maxWrites && jobs < maxJobs && _waiting.TryDequeue(out var write))
        {
            batch.Add(write);
            jobs += write.Jobs;
            _bytes -= write.Bytes;
        }
        while (_outside.First is { } first && HasRoomFor(first.Value.Write))
        {
            _outside.RemoveFirst();
            Admit(first.Value.Write);
            _ = first.Value.Admitted.TrySetResult();
        }
    }

    private bool HasRoomFor(WriteOperation write) =>
        _waiting.Count == 0 || (_waiting.Count < maxCount && _bytes + write.Bytes <= maxBytes);

    private void Admit(WriteOperation write)
    {
        _waiting.Enqueue(write);
        _bytes += write.Bytes;
        if (_waiting.Count == 1)
        {
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
                    // Admitted in the same moment.
                    return;
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

    private sealed class Outside(WriteOperation write)
    {
        public WriteOperation Write { get; } = write;

        public TaskCompletionSource Admitted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
