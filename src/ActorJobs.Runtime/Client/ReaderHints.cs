using ActorJobs.Runtime.QueueReader;

namespace ActorJobs.Runtime.Client;

/// <summary>
/// Wakes the queue readers when jobs were written. The first hint goes at once; those of the next moment go together, so
/// that a flood of single enqueues does not become a flood of messages. A lost hint is found by the reader's poll.
/// </summary>
/// <param name="readers">The readers.</param>
/// <param name="time">Clock and timer.</param>
internal sealed class ReaderHints(QueueReaders readers, TimeProvider time)
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(2);

    private readonly Lock _lock = new();
    private readonly HashSet<Lane> _lanes = [];
    private DateTimeOffset? _due;
    private ITimer? _timer;
    private bool _gathering;

    /// <summary>Notes one job that was written.</summary>
    public void Note(NewJob job)
    {
        lock (_lock)
        {
            if (job.RunAt is { } at)
            {
                _due = _due is null || at < _due ? at : _due;
            }
            else
            {
                _lanes.Add(job.Lane);
            }
        }
    }

    /// <summary>Notes lanes that have ready jobs.</summary>
    public void Note(IEnumerable<Lane> lanes)
    {
        lock (_lock)
        {
            _lanes.UnionWith(lanes);
        }
    }

    /// <summary>Sends what was noted, now or together with what comes in the next moment.</summary>
    public void Send()
    {
        lock (_lock)
        {
            if (_gathering)
            {
                return;
            }
            _gathering = true;
            SendNoted();
            _timer ??= time.CreateTimer(_ => OnMoment(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _timer.Change(Moment, Timeout.InfiniteTimeSpan);
        }
    }

    private void OnMoment()
    {
        lock (_lock)
        {
            _gathering = false;
            if (_lanes.Count > 0 || _due is not null)
            {
                SendNoted();
            }
        }
    }

    private void SendNoted()
    {
        readers.Tell(new QueueReaderProtocol.NoteReady([.. _lanes], _due));
        _lanes.Clear();
        _due = null;
    }
}
