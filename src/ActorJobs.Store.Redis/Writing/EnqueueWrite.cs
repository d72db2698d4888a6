using System.Collections.Immutable;
using ActorJobs.Stores.Redis.Records;
using StackExchange.Redis;

namespace ActorJobs.Stores.Redis.Writing;

/// <summary>Jobs of one call that wait to be sent together: at most as many as one script takes.</summary>
internal sealed class EnqueueWrite
{
    private readonly JobState[] _states;
    private readonly TaskCompletionSource<ImmutableArray<EnqueueResult>> _done =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Encodes jobs, on the caller's thread.</summary>
    public EnqueueWrite(ReadOnlyMemory<NewJob> jobs)
    {
        Jobs = jobs;
        _states = new JobState[jobs.Length];
        Arguments = new List<RedisValue>(2 * jobs.Length);
        for (var i = 0; i < jobs.Length; i++)
        {
            _states[i] = RecordWriter.Add(Arguments, jobs.Span[i]);
        }
        foreach (var job in jobs.Span)
        {
            IsPlain &= RecordWriter.IsPlain(job);
            ChangesOthers |= !job.After.IsDefaultOrEmpty || (job.UniqueKey is not null && job.OnDuplicate != UniquePolicy.Keep);
        }
        foreach (var argument in Arguments)
        {
            Bytes += argument.Length();
        }
    }

    public ReadOnlyMemory<NewJob> Jobs { get; }

    public List<RedisValue> Arguments { get; }

    /// <summary>True when one of its jobs waits for others, or may replace one.</summary>
    public bool ChangesOthers { get; }

    /// <summary>True when all are <see cref="RecordWriter.IsPlain"/>.</summary>
    public bool IsPlain { get; } = true;

    /// <summary>Bytes it keeps in memory while it waits.</summary>
    public long Bytes { get; }

    /// <summary>Completes once the server has answered.</summary>
    public Task<ImmutableArray<EnqueueResult>> Done => _done.Task;

    /// <summary>
    /// Tells the caller. What the script answered is about jobs from <paramref name="first"/> on of its batch; jobs it
    /// does not name became what was asked for.
    /// </summary>
    public void Complete(int first, IReadOnlyDictionary<int, (JobState State, JobId? Holder)> exceptions)
    {
        var results = ImmutableArray.CreateBuilder<EnqueueResult>(Jobs.Length);
        for (var i = 0; i < Jobs.Length; i++)
        {
            var id = Jobs.Span[i].Id;
            results.Add(exceptions.TryGetValue(first + i, out var found)
                ? new EnqueueResult(found.Holder ?? id, found.State, Duplicate: found.Holder is not null)
                : new EnqueueResult(id, _states[i], Duplicate: false));
        }
        _ = _done.TrySetResult(results.MoveToImmutable());
    }

    /// <summary>Tells the caller that it failed.</summary>
    public void Fail(Exception fault) => _ = _done.TrySetException(fault);
}
