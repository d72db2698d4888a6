namespace ActorJobs.Runtime.Worker;

/// <summary>
/// The slots of a process, shared by its workers of all priorities. A slot is a loop on the thread pool, off every Akka
/// dispatcher, that takes waiting jobs until there are none.
/// </summary>
/// <param name="slots">How many.</param>
/// <param name="run">Runs one job; false when its slot was given up meanwhile and the loop must end.</param>
internal sealed class SlotPool(int slots, Func<HeldJob, Task<bool>> run)
{
    private readonly Lock _lock = new();
    private readonly WaitingJobs _waiting = new();
    private int _active;
    private int _abandoned;
    private bool _closed;

    public int Active => Volatile.Read(ref _active);

    public int Abandoned => Volatile.Read(ref _abandoned);

    public int Waiting
    {
        get
        {
            lock (_lock)
            {
                return _waiting.Count;
            }
        }
    }

    /// <summary>Slots that can take a job: none once as many handlers as there are slots have been abandoned.</summary>
    public int Usable => Abandoned < slots ? slots : 0;

    /// <summary>Takes jobs in; false when the pool is closed and they must go back.</summary>
    public bool Add(IReadOnlyList<HeldJob> jobs)
    {
        int starts;
        lock (_lock)
        {
            if (_closed)
            {
                return false;
            }
            foreach (var job in jobs)
            {
                _waiting.Add(job);
            }
            starts = Starts();
        }
        Start(starts);
        return true;
    }

    /// <summary>Starts no further job; answers those that wait.</summary>
    public List<HeldJob> Close()
    {
        var rest = new List<HeldJob>();
        lock (_lock)
        {
            _closed = true;
            while (_waiting.TryTake(out var job))
            {
                rest.Add(job);
            }
        }
        return rest;
    }

    /// <summary>The handler of a slot is given up; another loop takes its place.</summary>
    public void Abandon()
    {
        int starts;
        lock (_lock)
        {
            _abandoned++;
            _active--;
            starts = Starts();
        }
        Start(starts);
    }

    private int Starts()
    {
        var starts = Math.Min(Usable - _active, _waiting.Count);
        _active += Math.Max(0, starts);
        return starts;
    }

    private void Start(int count)
    {
        for (var i = 0; i < count; i++)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static pool => _ = pool.RunAsync(), this, preferLocal: false);
        }
    }

    private async Task RunAsync()
    {
        while (TryTake() is { } job)
        {
            if (!await run(job))
            {
                GiveBack();
                return;
            }
        }
    }

    private HeldJob? TryTake()
    {
        lock (_lock)
        {
            if (_waiting.TryTake(out var job))
            {
                return job;
            }
            _active--;
            return null;
        }
    }

    private void GiveBack()
    {
        int starts;
        lock (_lock)
        {
            _abandoned--;
            starts = Starts();
        }
        Start(starts);
    }
}
