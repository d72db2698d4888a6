using System.Collections.Immutable;
using ActorJobs.Operations;

namespace ActorJobs.Runtime.Worker;

/// <summary>
/// The slots of a process, shared by its workers of all priorities and divided among its units. A slot is a loop on the
/// thread pool, off every Akka dispatcher, that takes waiting jobs until there are none. All units take from one queue,
/// so that the most urgent job is next whichever unit is free.
/// </summary>
internal sealed class SlotPool
{
    private readonly Lock _lock = new();
    private readonly WaitingJobs _waiting = new();
    private readonly Func<HeldJob, Task<bool>> _run;
    private bool _closed;

    /// <param name="slots">How many.</param>
    /// <param name="units">Among how many units they are divided; at least one slot each.</param>
    /// <param name="run">Runs one job; false when its slot was given up meanwhile and the loop must end.</param>
    public SlotPool(int slots, int units, Func<HeldJob, Task<bool>> run)
    {
        _run = run;
        var count = Math.Clamp(units, 1, slots);
        Units = [.. Enumerable.Range(0, count).Select(unit =>
            new WorkerUnit(unit + 1, (slots / count) + (unit < slots % count ? 1 : 0)))];
    }

    public ImmutableArray<WorkerUnit> Units { get; }

    /// <summary>Handlers given up that have not returned.</summary>
    public int Abandoned => Sum(unit => unit.Abandoned + unit.Left);

    /// <summary>Slots that can take a job; none any more once it is closed, so that no reader offers it one.</summary>
    public int Usable => Sum(unit => _closed ? 0 : unit.Usable);

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

    /// <summary>How each unit is, in order of number.</summary>
    public ImmutableArray<WorkerUnitReport> Report()
    {
        lock (_lock)
        {
            return [.. Units.Select(unit => new WorkerUnitReport(
                unit.Number, unit.Slots, unit.Active, unit.Abandoned + unit.Left, unit.Restarts, unit.Health))];
        }
    }

    /// <summary>Takes jobs in; false when the pool is closed and they must go back.</summary>
    public bool Add(IReadOnlyList<HeldJob> jobs)
    {
        List<Slot> starts;
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

    /// <summary>Takes out jobs that have waited since before a time.</summary>
    public List<HeldJob> TakeOlder(DateTimeOffset than)
    {
        lock (_lock)
        {
            return _waiting.TakeOlder(than);
        }
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

    /// <summary>The handler of a job is given up; another loop takes the place of its slot.</summary>
    public void Abandon(HeldJob held) => Change(() =>
    {
        if (held.Slot is { IsLost: false } slot)
        {
            Lose(slot);
            Count(slot, 1);
        }
    });

    /// <summary>True when the unit takes no job and would if it were made anew.</summary>
    public bool WantsRenewal(WorkerUnit unit)
    {
        lock (_lock)
        {
            return unit.WantsRenewal;
        }
    }

    /// <summary>Gives the unit fresh slots; handlers that were given up are left to themselves.</summary>
    public void Renew(WorkerUnit unit) => Change(unit.Renew);

    private static void Lose(Slot slot)
    {
        slot.IsLost = true;
        slot.Unit.Active--;
    }

    private static void Count(Slot slot, int change)
    {
        if (slot.IsOfEarlierTerm)
        {
            slot.Unit.Left += change;
        }
        else
        {
            slot.Unit.Abandoned += change;
        }
    }

    private int Sum(Func<WorkerUnit, int> number)
    {
        lock (_lock)
        {
            return Units.Sum(number);
        }
    }

    private void Change(Action change)
    {
        List<Slot> starts;
        lock (_lock)
        {
            change();
            starts = Starts();
        }
        Start(starts);
    }

    /// <summary>A slot for each waiting job, as far as there are some: always of the unit that has most free.</summary>
    private List<Slot> Starts()
    {
        var starts = new List<Slot>();
        while (starts.Count < _waiting.Count && Freest() is { } unit)
        {
            unit.Active++;
            starts.Add(new Slot(unit, unit.Restarts));
        }
        return starts;
    }

    private WorkerUnit? Freest()
    {
        WorkerUnit? best = null;
        var most = 0;
        foreach (var unit in Units)
        {
            if (unit.Usable - unit.Active is var free && free > most)
            {
                (best, most) = (unit, free);
            }
        }
        return best;
    }

    private void Start(List<Slot> slots)
    {
        foreach (var slot in slots)
        {
            ThreadPool.UnsafeQueueUserWorkItem(
                static work => _ = work.Pool.RunAsync(work.Slot), (Pool: this, Slot: slot), preferLocal: false);
        }
    }

    private async Task RunAsync(Slot slot)
    {
        try
        {
            while (TryTake(slot) is { } job)
            {
                if (!await _run(job))
                {
                    Change(() => Count(slot, -1));
                    return;
                }
            }
        }
        catch (Exception fault)
        {
            Change(() =>
            {
                if (slot.IsLost)
                {
                    Count(slot, -1);
                }
                else
                {
                    Lose(slot);
                }
            });
            slot.Unit.Faulted?.Invoke(fault);
        }
    }

    private HeldJob? TryTake(Slot slot)
    {
        lock (_lock)
        {
            if (_waiting.TryTake(out var job))
            {
                job.Slot = slot;
                return job;
            }
            slot.Unit.Active--;
            return null;
        }
    }
}
