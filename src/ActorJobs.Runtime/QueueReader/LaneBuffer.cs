using System.Diagnostics.CodeAnalysis;
using ActorJobs.Stores;

namespace ActorJobs.Runtime.QueueReader;

/// <summary>Jobs of one lane that were read ahead, and how far reading has come.</summary>
/// <param name="lane">The lane.</param>
internal sealed class LaneBuffer(Lane lane)
{
    private readonly Queue<ReadyJob> _ready = new();
    private readonly Queue<ReadyJob> _keyed = new();
    private readonly Queue<ReadyJob> _aside = new();
    private readonly HashSet<JobId> _ids = [];
    private LaneCursor _cursor = LaneCursor.Start;
    private int _generation;
    private bool _noted = true;

    public Lane Lane => lane;

    public int Count => _ready.Count + _keyed.Count + _aside.Count;

    public long Bytes { get; private set; }

    public bool Reading { get; private set; }

    /// <summary>True when the lane may hold jobs that were not read.</summary>
    public bool MayHoldMore => _noted;

    /// <summary>A hint said that the lane has new jobs.</summary>
    public void Note() => _noted = true;

    /// <summary>Jobs came back to earlier positions: read again from the start.</summary>
    public void Restart()
    {
        foreach (var job in _ready)
        {
            Forget(job);
        }
        _ready.Clear();
        _cursor = LaneCursor.Start;
        _generation++;
        Reading = false;
        _noted = true;
    }

    public (LaneCursor After, int Generation) BeginRead()
    {
        Reading = true;
        _noted = false;
        return (_cursor, _generation);
    }

    /// <summary>Takes in what was read, unless the lane was restarted meanwhile.</summary>
    public void EndRead(LanePage page, int generation, Func<ReadyJob, bool> passesOver)
    {
        if (generation != _generation)
        {
            return;
        }
        Reading = false;
        _cursor = page.Next;
        _noted |= !page.End;
        foreach (var job in page.Jobs)
        {
            if (!passesOver(job) && _ids.Add(job.Id))
            {
                Bytes += job.Payload.Length;
                _ready.Enqueue(job);
            }
        }
    }

    /// <summary>Puts a job in front whose key was kept for it.</summary>
    public void AddKeyed(ReadyJob job)
    {
        if (_ids.Add(job.Id))
        {
            Bytes += job.Payload.Length;
        }
        _keyed.Enqueue(job);
    }

    /// <summary>The next job: those with a kept key first.</summary>
    public bool TryPeek([NotNullWhen(true)] out ReadyJob? job) =>
        _keyed.TryPeek(out job) || _ready.TryPeek(out job);

    /// <summary>Removes the job last peeked.</summary>
    public void Pop() => Forget(_keyed.Count > 0 ? _keyed.Dequeue() : _ready.Dequeue());

    /// <summary>Moves the job last peeked out of the way, to be tried again by <see cref="RetryAside"/>.</summary>
    public void SetAside() => _aside.Enqueue(_keyed.Count > 0 ? _keyed.Dequeue() : _ready.Dequeue());

    /// <summary>Puts what was set aside in front again.</summary>
    public void RetryAside()
    {
        while (_aside.TryDequeue(out var job))
        {
            _keyed.Enqueue(job);
        }
    }

    private void Forget(ReadyJob job)
    {
        if (_ids.Remove(job.Id))
        {
            Bytes -= job.Payload.Length;
        }
    }
}
