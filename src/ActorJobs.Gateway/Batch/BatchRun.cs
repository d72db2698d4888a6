using System.Buffers;
using System.IO.Pipelines;
using ActorJobs.Client;
using ActorJobs.Gateway.Bodies;

namespace ActorJobs.Gateway.Batch;

/// <summary>
/// One batch on its way from the request's pipe into the store. Holds at most the chunk that fills and those in flight;
/// the pipe is not read while all are taken, which slows the sender down.
/// </summary>
internal sealed class BatchRun(
    ChunkSender sender, IItemSplitter splitter, JobDefaults defaults, int maxItemBytes, TimeProvider time)
{
    private const int MaxChunksInFlight = 2;

    private readonly Queue<Task<ChunkOutcome>> _inFlight = new(MaxChunksInFlight);
    private BatchChunk _chunk = new();

    /// <summary>What became of the batch so far.</summary>
    public BatchReport Report { get; } = new();

    /// <summary>Reads to the end, or until the store fails; returns when nothing is in flight.</summary>
    public async Task ReadAsync(PipeReader input, CancellationToken cancellationToken)
    {
        var isEnd = false;
        while (!isEnd && Report.Failure is null)
        {
            if (!input.TryRead(out var read))
            {
                await SendIfIdleAsync(cancellationToken);
                read = await input.ReadAsync(cancellationToken);
            }
            var buffer = read.Buffer;
            while (Report.Failure is null && TakeNext(ref buffer, read.IsCompleted))
            {
                if (_chunk.IsFull)
                {
                    await SendAsync(cancellationToken);
                }
            }
            input.AdvanceTo(buffer.Start, read.Buffer.End);
            isEnd = read.IsCompleted;
        }
        await FinishAsync(cancellationToken);
        Report.StreamFault = splitter.Fault;
    }

    private bool TakeNext(ref ReadOnlySequence<byte> buffer, bool isEnd)
    {
        var kind = splitter.Next(ref buffer, isEnd, out var item);
        if (kind == SplitKind.NeedMore)
        {
            return false;
        }
        var index = Report.Lines++;
        if (kind == SplitKind.TooLong)
        {
            Report.Reject(index, $"{splitter.Subject} must have at most {maxItemBytes} bytes but has more.");
            return true;
        }
        var parsed = Parse(item);
        if (parsed.Request is { } request)
        {
            _chunk.Add(request, index);
        }
        else
        {
            Report.Reject(index, string.Join(' ', parsed.Faults!));
        }
        return true;
    }

    private ParsedJob Parse(ReadOnlySequence<byte> item)
    {
        if (item.IsSingleSegment)
        {
            return JobBodyReader.Read(item.FirstSpan, splitter.Subject, defaults, time.GetUtcNow());
        }
        var length = (int)item.Length;
        var copy = ArrayPool<byte>.Shared.Rent(length);
        item.CopyTo(copy);
        var parsed = JobBodyReader.Read(copy.AsSpan(0, length), splitter.Subject, defaults, time.GetUtcNow());
        ArrayPool<byte>.Shared.Return(copy);
        return parsed;
    }

    // The sender pauses and the store has nothing to do: jobs become durable now rather than when the chunk is full.
    private Task SendIfIdleAsync(CancellationToken cancellationToken) =>
        _inFlight.All(chunk => chunk.IsCompleted) ? SendAsync(cancellationToken) : Task.CompletedTask;

    private async Task SendAsync(CancellationToken cancellationToken)
    {
        while (_inFlight.Count >= MaxChunksInFlight)
        {
            Report.Add(await _inFlight.Dequeue());
        }
        if (!_chunk.IsEmpty && Report.Failure is null)
        {
            _inFlight.Enqueue(sender.SendAsync(_chunk, cancellationToken));
            _chunk = new BatchChunk(_chunk.Requests.Count);
        }
    }

    private async Task FinishAsync(CancellationToken cancellationToken)
    {
        await SendAsync(cancellationToken);
        while (_inFlight.TryDequeue(out var chunk))
        {
            Report.Add(await chunk);
        }
        if (!_chunk.IsEmpty && Report.Failure is not null)
        {
            Report.LeaveOut(_chunk);
        }
    }
}
