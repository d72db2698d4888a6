using ActorJobs.Schedules;
using Akka.Actor;

namespace ActorJobs.Runtime.Scheduler;

/// <summary>Fires that were asked for by hand and wait for their turn, or for their jobs.</summary>
internal sealed class AskedQueue
{
    /// <summary>Most that wait; further ones are refused.</summary>
    public const int Max = 1000;

    private readonly List<Asked> _waiting = [];
    private List<Asked> _planned = [];

    /// <summary>Whether none waits.</summary>
    public bool IsEmpty => _waiting.Count == 0;

    /// <summary>The schedules concerned.</summary>
    public IEnumerable<string> Ids => _waiting.Select(asked => asked.Id).Distinct(StringComparer.Ordinal);

    /// <summary>What is asked of each.</summary>
    public ILookup<string, AskedFires> Fires =>
        _waiting.ToLookup(asked => asked.Id, asked => asked.Fires, StringComparer.Ordinal);

    /// <summary>Adds one; false when too many wait.</summary>
    public bool Add(string id, AskedFires fires, IActorRef asker)
    {
        if (_waiting.Count >= Max)
        {
            return false;
        }
        _waiting.Add(new Asked(id, fires, asker));
        return true;
    }

    /// <summary>Those of planned schedules wait for their jobs from now on.</summary>
    public void Plan(IReadOnlySet<string> planned)
    {
        _planned = _waiting.FindAll(asked => planned.Contains(asked.Id));
        _waiting.RemoveAll(asked => planned.Contains(asked.Id));
    }

    /// <summary>Takes out those whose jobs are made.</summary>
    public List<Asked> Settle()
    {
        var settled = _planned;
        _planned = [];
        return settled;
    }

    /// <summary>Drops those of schedules that are gone, and answers them.</summary>
    public List<Asked> DropUnknown(Func<string, bool> isKnown)
    {
        var gone = _waiting.FindAll(asked => !isKnown(asked.Id));
        _waiting.RemoveAll(asked => !isKnown(asked.Id));
        return gone;
    }

    /// <summary>One.</summary>
    /// <param name="Id">The schedule.</param>
    /// <param name="Fires">What is asked.</param>
    /// <param name="Asker">Who waits for the answer.</param>
    public sealed record Asked(string Id, AskedFires Fires, IActorRef Asker)
    {
        /// <summary>Whether it is a trigger, which is answered with its one fire.</summary>
        public bool IsTrigger => Fires.Cause == FireCause.Trigger;
    }
}
