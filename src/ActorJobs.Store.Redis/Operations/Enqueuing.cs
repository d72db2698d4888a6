using System.Collections.Immutable;
using ActorJobs.Stores.Redis.Connections;
using ActorJobs.Stores.Redis.Records;
using ActorJobs.Stores.Redis.Writing;
using StackExchange.Redis;

namespace ActorJobs.Stores.Redis.Operations;

/// <summary>Takes jobs in. Concurrent calls share scripts; each script is all or none.</summary>
internal sealed class Enqueuing
{
    private readonly RedisLink _link;
    private readonly EnqueueQueue _queue;
    private readonly int _succeededCount;

    public Enqueuing(RedisLink link, RedisStoreOptions options, TimeProvider time)
    {
        _link = link;
        _succeededCount = options.SucceededCount;
        _queue = new EnqueueQueue(options, time, SendAsync);
    }

    /// <summary>Adds jobs, in order. More than one script takes are cut; each cut is all or none.</summary>
    public async Task<ImmutableArray<EnqueueResult>> RunAsync(IReadOnlyList<NewJob> jobs, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (jobs.Count == 0)
        {
            return [];
        }
        var all = jobs as NewJob[] ?? [.. jobs];
        if (all.Length <= EnqueueQueue.MaxJobs)
        {
            var write = new EnqueueWrite(all);
            await _queue.AddAsync(write, cancellationToken);
            return await write.Done.WaitAsync(cancellationToken);
        }
        return await RunCutAsync(all, cancellationToken);
    }

    /// <summary>Takes no more and waits until all are answered.</summary>
    public Task CloseAsync() => _queue.CloseAsync();

    private async Task<ImmutableArray<EnqueueResult>> RunCutAsync(NewJob[] jobs, CancellationToken cancellationToken)
    {
        var results = ImmutableArray.CreateBuilder<EnqueueResult>(jobs.Length);
        var sent = new Queue<EnqueueWrite>();
        try
        {
            for (var from = 0; from < jobs.Length; from += EnqueueQueue.MaxJobs)
            {
                var write = new EnqueueWrite(jobs.AsMemory(from, Math.Min(EnqueueQueue.MaxJobs, jobs.Length - from)));
                await _queue.AddAsync(write, cancellationToken);
                sent.Enqueue(write);
                // Two ahead keep the connection busy; more would only hold memory and a place in the queue.
                if (sent.Count > 2)
                {
                    results.AddRange(await sent.Dequeue().Done.WaitAsync(cancellationToken));
                }
            }
            while (sent.TryDequeue(out var write))
            {
                results.AddRange(await write.Done.WaitAsync(cancellationToken));
            }
        }
        catch (StoreBusyException busy) when (results.Count > 0 || sent.Count > 0)
        {
            throw new StoreUnavailableException(
                $"{busy.Message} Some of the {jobs.Length} jobs of the call were added; enqueuing all of them again " +
                "adds the rest.",
                busy.RetryAfter, busy);
        }
        return results.MoveToImmutable();
    }

    private Task SendAsync(List<EnqueueWrite> batch) => AnswerAsync(batch, batch.TrueForAll(write => write.IsPlain)
        ? _link.RunAsync(Script.EnqueuePlain, Plain(batch), CancellationToken.None)
        : _link.RunAsync(
            batch.Exists(write => write.ChangesOthers) ? Script.EnqueueWaiting : Script.Enqueue, All(batch),
            CancellationToken.None));

    // The ids in one, and the records.
    private static RedisValue[] Plain(List<EnqueueWrite> batch)
    {
        var jobs = batch.Sum(write => write.Jobs.Length);
        var ids = new byte[jobs * RecordLayout.IdBytes];
        var all = new RedisValue[1 + jobs];
        all[0] = ids;
        var at = 0;
        foreach (var write in batch)
        {
            for (var i = 0; i < write.Jobs.Length; i++)
            {
                write.Jobs.Span[i].Id.Write(ids.AsSpan(at * RecordLayout.IdBytes));
                all[++at] = write.Arguments[(2 * i) + 1];
            }
        }
        return all;
    }

    private RedisValue[] All(List<EnqueueWrite> batch)
    {
        var jobs = 0;
        var arguments = 2;
        foreach (var write in batch)
        {
            jobs += write.Jobs.Length;
            arguments += write.Arguments.Count;
        }
        var all = new RedisValue[arguments];
        all[0] = jobs;
        all[1] = _succeededCount;
        var at = 2;
        foreach (var write in batch)
        {
            write.Arguments.CopyTo(all, at);
            at += write.Arguments.Count;
        }
        return all;
    }

    private static async Task AnswerAsync(List<EnqueueWrite> batch, Task<RedisResult> answer)
    {
        try
        {
            var exceptions = Exceptions((await answer).List());
            var first = 0;
            foreach (var write in batch)
            {
                write.Complete(first, exceptions);
                first += write.Jobs.Length;
            }
        }
        catch (Exception fault)
        {
            foreach (var write in batch)
            {
                write.Fail(fault);
            }
        }
    }

    private static Dictionary<int, (JobState State, JobId? Holder)> Exceptions(RedisResult[] answer)
    {
        var exceptions = new Dictionary<int, (JobState, JobId?)>(answer.Length / 3);
        for (var i = 0; i < answer.Length; i += 3)
        {
            var holder = answer[i + 2].Bytes();
            exceptions.Add(
                (int)answer[i].Number(),
                ((JobState)answer[i + 1].Number(), holder.Length == 0 ? null : Bytes.ReadId(holder)));
        }
        return exceptions;
    }
}
