using ActorJobs.Stores.Sqlite.Tables;

namespace ActorJobs.Stores.Sqlite.Writing;

/// <summary>What a write asks of the commit it is part of.</summary>
internal enum WriteKind
{
    /// <summary>On the disk before it is acknowledged.</summary>
    Durable,

    /// <summary>As <see cref="Durable"/>; adds jobs, and so is refused first when there is no room.</summary>
    AddsJobs,

    /// <summary>
    /// With the kernel before it is acknowledged. Killing the process cannot lose it. A power cut can, for claims,
    /// reports and purges: a lost claim under-counts an attempt of a job that will run again, the others lose nothing
    /// that counts. The next durable commit takes it to the disk as well, because the log is one file written in order.
    /// </summary>
    Relaxed,
}

/// <summary>A write that waits for the writer.</summary>
internal abstract class WriteOperation
{
    /// <summary>What it asks of its commit.</summary>
    public required WriteKind Kind { get; init; }

    /// <summary>Jobs it is about: a measure of its work.</summary>
    public required int Jobs { get; init; }

    /// <summary>Bytes it keeps in memory while it waits.</summary>
    public long Bytes { get; init; }

    /// <summary>
    /// Does the work, within the writer's transaction. May run again after a transaction was given up.
    /// </summary>
    public abstract void Run(StoreTables tables);

    /// <summary>Tells the caller the result, once it is committed.</summary>
    public abstract void Complete();

    /// <summary>Tells the caller that nothing was written.</summary>
    public abstract void Fail(Exception fault);
}

/// <summary>A write with its argument and its result.</summary>
internal sealed class WriteOperation<TArgument, TResult>(
    TArgument argument, Func<StoreTables, TArgument, TResult> work) : WriteOperation
{
    // Continuations must not run on the writer's thread.
    private readonly TaskCompletionSource<TResult> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TResult _result = default!;
    private ActorJobsException? _refusal;

    /// <summary>Completes after the commit.</summary>
    public Task<TResult> Done => _done.Task;

    public override void Run(StoreTables tables)
    {
        _refusal = null;
        try
        {
            _result = work(tables, argument);
        }
        catch (ActorJobsException refusal)
        {
            // Thrown before anything is changed, so the transaction goes on without this one.
            _refusal = refusal;
        }
    }

    public override void Complete() =>
        _ = _refusal is null ? _done.TrySetResult(_result) : _done.TrySetException(_refusal);

    public override void Fail(Exception fault) => _ = _done.TrySetException(fault);
}
