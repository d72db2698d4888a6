using ActorJobs.Operations;

namespace ActorJobs.Runtime.Worker;

/// <summary>
/// One of the workers of a process, with its share of the slots. Its numbers belong to <see cref="SlotPool"/>, which
/// changes them under its lock.
/// </summary>
/// <param name="number">Counted from 1.</param>
/// <param name="slots">Its share.</param>
internal sealed class WorkerUnit(int number, int slots)
{
    /// <summary>
    /// As many times its slots may be lost to handlers that do not return before it is left as it is.
    /// </summary>
    private const int MaxRenewals = 3;

    public int Number => number;

    public int Slots => slots;

    /// <summary>Told when a slot has failed by a fault of this program, not of a handler.</summary>
    public Action<Exception>? Faulted { get; set; }

    /// <summary>Loops that take jobs.</summary>
    public int Active { get; set; }

    /// <summary>Handlers given up since the unit was last made anew that have not returned.</summary>
    public int Abandoned { get; set; }

    /// <summary>Handlers given up before that have not returned.</summary>
    public int Left { get; set; }

    /// <summary>How often it was made anew.</summary>
    public int Restarts { get; private set; }

    /// <summary>Slots that can take a job: none once as many handlers have been given up as there are slots.</summary>
    public int Usable => Abandoned < slots ? slots : 0;

    /// <summary>
    /// True when it takes nothing but would if it were made anew. Handlers that never return must not pile up for ever.
    /// </summary>
    public bool WantsRenewal => Usable == 0 && Left + Abandoned <= slots * MaxRenewals;

    public WorkerHealth Health => Usable == 0 ? WorkerHealth.Unhealthy
        : Abandoned + Left > 0 ? WorkerHealth.Degraded
        : WorkerHealth.Healthy;

    public void Renew()
    {
        (Left, Abandoned) = (Left + Abandoned, 0);
        Restarts++;
    }
}
