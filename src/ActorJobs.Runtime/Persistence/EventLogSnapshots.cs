using ActorJobs.Stores;
using Akka.Persistence;
using Akka.Persistence.Serialization;
using Akka.Persistence.Snapshot;
using Akka.Serialization;

namespace ActorJobs.Runtime.Persistence;

/// <summary>Akka's snapshots over an <see cref="IEventLogStore"/>, which keeps the latest one of each log.</summary>
public sealed class EventLogSnapshots : SnapshotStore
{
    private readonly IEventLogStore _store = EventLogSetup.StoreOf(Context.System);
    private readonly Serialization _serialization = Context.System.Serialization;

    private Serializer Form => _serialization.FindSerializerForType(typeof(Snapshot));

    /// <inheritdoc />
    protected override async Task<SelectedSnapshot> LoadAsync(
        string persistenceId, SnapshotSelectionCriteria criteria, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(criteria);
        var kept = await _store.LoadSnapshotAsync(persistenceId, cancellationToken);
        if (kept is null || kept.Number > criteria.MaxSequenceNr)
        {
            return null!; // none, to Akka
        }
        const int timeBytes = sizeof(long);
        var at = new DateTime(BitConverter.ToInt64(kept.Bytes.Span[..timeBytes]), DateTimeKind.Utc);
        var data = Form.FromBinary<Snapshot>(kept.Bytes[timeBytes..].ToArray());
        return new SelectedSnapshot(new SnapshotMetadata(persistenceId, kept.Number, at), data.Data);
    }

    /// <inheritdoc />
    protected override Task SaveAsync(
        SnapshotMetadata metadata, object snapshot, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        byte[] bytes = [.. BitConverter.GetBytes(metadata.Timestamp.Ticks), .. Form.ToBinary(new Snapshot(snapshot))];
        return _store.SaveSnapshotAsync(
            metadata.PersistenceId, new LogEntry(metadata.SequenceNr, bytes), cancellationToken);
    }

    /// <inheritdoc />
    protected override Task DeleteAsync(SnapshotMetadata metadata, CancellationToken cancellationToken) =>
        Task.CompletedTask; // the next one replaces it

    /// <inheritdoc />
    protected override Task DeleteAsync(
        string persistenceId, SnapshotSelectionCriteria criteria, CancellationToken cancellationToken) => Task.CompletedTask;
}
