using Akka.Persistence;
using static ActorJobs.Runtime.Scheduler.SchedulerEvents;

namespace ActorJobs.Runtime.Scheduler;

/// <summary>
/// Keeps the journal short. Events stay for a while after they went into a snapshot, so that a scheduler that was superseded
/// finds the number of its next event taken rather than free again.
/// </summary>
internal sealed partial class SchedulerActor
{
    private readonly List<(long Number, DateTimeOffset At)> _saved = [];
    private int _events;
    private int _items;

    private void Weigh(IEvent happened)
    {
        _events++;
        _items += happened switch
        {
            SchedulesChanged changed => changed.Defined.Length + changed.Removed.Length,
            FiresPlanned planned => planned.Schedules.Sum(schedule => 1 + schedule.Fires.Length),
            _ => 1,
        };
    }

    private void SnapshotWhenDue()
    {
        if (_state.Pending.IsEmpty && (_events >= _settings.SnapshotEvents || _items >= _settings.SnapshotItems))
        {
            (_events, _items) = (0, 0);
            SaveSnapshot(_state.ToSnapshot());
        }
    }

    private void OnSnapshotSaved(SaveSnapshotSuccess saved)
    {
        var now = _time.GetUtcNow();
        _saved.Add((saved.Metadata.SequenceNr, now));
        var old = _saved.LastOrDefault(snapshot => snapshot.At <= now - _settings.KeepEvents);
        if (old != default)
        {
            LogForgets(old.Number);
            DeleteMessages(old.Number);
            DeleteSnapshots(new SnapshotSelectionCriteria(old.Number - 1));
            _saved.RemoveAll(snapshot => snapshot.Number < old.Number);
        }
    }
}
