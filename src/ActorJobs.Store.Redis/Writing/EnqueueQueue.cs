namespace ActorJobs.Stores.Redis.Writing;

/// <summary>
/// The enqueues that wait to be sent, bounded by number and bytes. Those that find no room wait for it in order. While
/// one batch is on its way the next gathers, so the busier the store, the larger the batches.
/// </summary>
internal sealed class EnqueueQueue(RedisStoreOptions options, TimeProvider time, Func<List<EnqueueWrite>, Task> send)
{
    /// <summary>Most jobs of a batch: about 2 ms of the server's time.</summary>
    public const int MaxJobs = 500;

    private const int MaxBytes = 1024 * 1024;
    private const int MaxOnTheWay = 2;

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Queue<EnqueueWrite> _waiting = [];
    private readonly LinkedList<Outside> _outside = [];
    private TaskCompletionSource? _idle;
    private long _bytes;
    private int _onTheWay;
    private bool _closed;

    /// <summary>Adds a write, at once when there is room.</summary>
    /// <exception cref="StoreBusyException">There was no room for too long; the write was not added.</exception>
    /// <exception cref="ObjectDisposedException">The store is closed.</exception>
    public ValueTask AddAsync(EnqueueWrite write, CancellationToken cancellationToken)
    {
        LinkedListNode<Outside>? place = null;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, typeof(RedisJobStore));
            if (_outside.Count == 0 && HasRoomFor(write))
            {
                Admit(write);
                SendWaiting();
            }
            else
            {
                place = _outside.AddLast(new Outside(write));
            }
        }
        return place is null ? ValueTask.CompletedTask : new ValueTask(WaitForRoomAsync(place, cancellationToken));
    }

    /// <summary>Takes no more writes and waits until those taken are answered.</summary>
    public Task CloseAsync()
    {
        lock (_gate)
        {
            _closed = true;
            foreach (var outside in _outside)
            {
                _ = outside.Admitted.TrySetException(new ObjectDisposedException(nameof(RedisJobStore)));
            }
            _outside.Clear();
            if (_onTheWay == 0)
            {
                return Task.CompletedTask;
            }
            _idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _idle.Task;
        }
    }

    // Within the gate, so that batches are sent in the order in which they were taken.
    private void SendWaiting()
    {
        while (_onTheWay < MaxOnTheWay && _waiting.Count > 0)
        {
            _onTheWay++;
            _ = SendAsync(TakeBatch());
        }
    }

    private async Task SendAsync(List<EnqueueWrite> batch)
    {
        await send(batch);
        lock (_gate)
        {
            _onTheWay--;
            SendWaiting();
            if (_onTheWay == 0)
            {
                _ = _idle?.TrySetResult();
            }
        }
    }

    private List<EnqueueWrite> TakeBatch()
    {
        var batch = new List<EnqueueWrite>();
        var jobs = 0;
        var bytes = 0L;
        while (_waiting.TryPeek(out var write)
            && (batch.Count == 0 || (jobs + write.Jobs.Length <= MaxJobs && bytes + write.Bytes <= MaxBytes)))
        {
            batch.Add(_waiting.Dequeue());
            jobs += write.Jobs.Length;
            bytes += write.Bytes;
        }
        _bytes -= bytes;
        while (_outside.First is { } first && HasRoomFor(first.Value.Write))
        {
            _outside.RemoveFirst();
            Admit(first.Value.Write);
            _ = first.Value.Admitted.TrySetResult();
        }
        return batch;
    }

    private bool HasRoomFor(EnqueueWrite write) =>
        _waiting.Count == 0
        || (_waiting.Count < options.MaxPendingWrites && _bytes + write.Bytes <= options.MaxPendingBytes);

    private void Admit(EnqueueWrite write)
    {
        _waiting.Enqueue(write);
        _bytes += write.Bytes;
    }

    private async Task WaitForRoomAsync(LinkedListNode<Outside> place, CancellationToken cancellationToken)
    {
        try
        {
            await place.Value.Admitted.Task.WaitAsync(options.RoomTimeout, time, cancellationToken);
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
                    $"The store has {options.MaxPendingWrites} writes or {options.MaxPendingBytes} bytes waiting " +
                    "already; try again later.", RetryAfter);
            }
            throw;
        }
    }

    private sealed class Outside(EnqueueWrite write)
    {
        public EnqueueWrite Write { get; } = write;

        public TaskCompletionSource Admitted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
