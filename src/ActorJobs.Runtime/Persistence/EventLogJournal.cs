using System.Collections.Immutable;
using ActorJobs.Stores;
using Akka.Actor;
using Akka.Persistence;
using Akka.Persistence.Journal;
using Akka.Serialization;

namespace ActorJobs.Runtime.Persistence;

/// <summary>
/// Akka's journal over an <see cref="IEventLogStore"/>. A write that does not come right after the last one of its log is
/// refused, so of two actors of one identity the one that wrote last goes on and the other fails.
/// </summary>
public sealed class EventLogJournal : AsyncWriteJournal
{
    private const int PageSize = 500;

    private readonly IEventLogStore _store = EventLogSetup.StoreOf(Context.System);
    private readonly Serialization _serialization = Context.System.Serialization;

    /// <inheritdoc />
    public override async Task ReplayMessagesAsync(
        IActorContext context, string persistenceId, long fromSequenceNr, long toSequenceNr, long max,
        Action<IPersistentRepresentation> recoveryCallback)
    {
        ArgumentNullException.ThrowIfNull(recoveryCallback);
        var (from, left) = (fromSequenceNr, max);
        while (from <= toSequenceNr && left > 0)
        {
            var page = await _store.ReadAsync(persistenceId, from, (int)Math.Min(PageSize, left), CancellationToken.None);
            foreach (var entry in page.TakeWhile(entry => entry.Number <= toSequenceNr))
            {
                recoveryCallback(Read(entry.Bytes));
                left--;
            }
            if (page.Length < PageSize)
            {
                return;
            }
            from = page[^1].Number + 1;
        }
    }

    /// <inheritdoc />
    public override Task<long> ReadHighestSequenceNrAsync(
        string persistenceId, long fromSequenceNr, CancellationToken cancellationToken) =>
        _store.GetLastAsync(persistenceId, cancellationToken);

    /// <inheritdoc />
    protected override async Task<IImmutableList<Exception>> WriteMessagesAsync(
        IEnumerable<AtomicWrite> messages, CancellationToken cancellationToken)
    {
        var faults = ImmutableList.CreateBuilder<Exception>();
        ArgumentNullException.ThrowIfNull(messages);
        foreach (var write in messages)
        {
            var events = (IImmutableList<IPersistentRepresentation>)write.Payload;
            if (!await _store.AppendAsync(
                write.PersistenceId, write.LowestSequenceNr, [.. events.Select(Write)], cancellationToken))
            {
                throw new InvalidOperationException(
                    $"Event {write.LowestSequenceNr} of {write.PersistenceId} was written by another actor already.");
            }
            faults.Add(null!); // no fault of the event itself
        }
        return faults.ToImmutable();
    }

    /// <inheritdoc />
    protected override Task DeleteMessagesToAsync(
        string persistenceId, long toSequenceNr, CancellationToken cancellationToken) =>
        _store.TrimAsync(persistenceId, toSequenceNr, cancellationToken);

    private Serializer Form => _serialization.FindSerializerForType(typeof(IPersistentRepresentation));

    private ReadOnlyMemory<byte> Write(IPersistentRepresentation message) => Form.ToBinary(message);

    private IPersistentRepresentation Read(ReadOnlyMemory<byte> bytes) =>
        Form.FromBinary<IPersistentRepresentation>(bytes.ToArray());
}
