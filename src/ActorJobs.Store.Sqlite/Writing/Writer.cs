using ActorJobs.Stores.Sqlite.Connections;
using ActorJobs.Stores.Sqlite.Tables;

namespace ActorJobs.Stores.Sqlite.Writing;

/// <summary>
/// The one writer: a thread that takes all writes that wait, does them in one transaction, commits, and only then
/// answers their callers. While a commit waits for the disk the next batch gathers, so the busier the store, the fewer
/// the commits.
/// </summary>
internal sealed class Writer : IDisposable
{
    private const int MaxWritesPerCommit = 2048;
    private const int MaxJobsPerCommit = 8192;

    private readonly Connection _db;
    private readonly StoreTables _tables;
    private readonly WriteQueue _queue;
    private readonly string _path;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Action<Exception> _onFault;
    private bool _relaxed;
    private bool _mirrorsDoubtful;
    private long _commits;

    /// <summary>Takes over a connection and starts.</summary>
    /// <param name="db">A connection to a migrated file.</param>
    /// <param name="queue">Where writes come from.</param>
    /// <param name="path">Names the file in messages.</param>
    /// <param name="onFault">Told of every transaction given up.</param>
    public Writer(Connection db, WriteQueue queue, string path, Action<Exception> onFault)
    {
        _db = db;
        _queue = queue;
        _path = path;
        _onFault = onFault;
        _tables = new StoreTables(db);
        _tables.Load();
        new Thread(Run) { IsBackground = true, Name = "actorjobs-sqlite-writer" }.Start();
    }

    /// <summary>Transactions committed since the start.</summary>
    public long Commits => Interlocked.Read(ref _commits);

    /// <summary>Completes when the queue was closed and everything in it is done.</summary>
    public Task Ended => _ended.Task;

    public void Dispose() => _db.Dispose();

    private void Run()
    {
        var batch = new List<WriteOperation>();
        while (_queue.Take(batch, MaxWritesPerCommit, MaxJobsPerCommit))
        {
            RunBatch(batch);
            batch.Clear();
        }
        try
        {
            _db.Run("PRAGMA wal_checkpoint(TRUNCATE)");
        }
        catch (SqliteFault fault)
        {
            // The log stays and is read at the next start.
            _onFault(fault);
        }
        _ = _ended.TrySetResult();
    }

    private void RunBatch(List<WriteOperation> batch)
    {
        try
        {
            Transact(batch);
        }
        catch (Exception fault)
        {
            GiveUp(fault);
            if (batch.Count > 1 && IsWorthRunningAlone(fault))
            {
                RunEachAlone(batch);
                return;
            }
            FailAll(batch, fault);
            return;
        }
        foreach (var write in batch)
        {
            write.Complete();
        }
    }

    private void Transact(List<WriteOperation> batch)
    {
        SetRelaxed(batch.TrueForAll(write => write.Kind == WriteKind.Relaxed));
        _ = _db["begin_write"].Execute();
        if (_mirrorsDoubtful)
        {
            _tables.Load();
            _mirrorsDoubtful = false;
        }
        foreach (var write in batch)
        {
            write.Run(_tables);
        }
        _tables.Flush();
        _ = _db["commit"].Execute();
        _ = Interlocked.Increment(ref _commits);
    }

    // A pragma takes effect when it is prepared, so it is no statement to keep.
    private void SetRelaxed(bool relaxed)
    {
        if (_relaxed != relaxed)
        {
            _db.Run(relaxed ? "PRAGMA synchronous = NORMAL" : "PRAGMA synchronous = FULL");
            _relaxed = relaxed;
        }
    }

    /// <summary>One write must not fail the others of its batch, which may well have room or sense.</summary>
    private void RunEachAlone(List<WriteOperation> batch)
    {
        Exception? full = null;
        foreach (var write in batch)
        {
            if (full is not null && write.Kind == WriteKind.AddsJobs)
            {
                write.Fail(full);
                continue;
            }
            try
            {
                Transact([write]);
                write.Complete();
            }
            catch (Exception fault)
            {
                GiveUp(fault);
                var answer = Answer(fault);
                write.Fail(answer);
                full ??= fault is SqliteFault { IsFull: true } ? answer : null;
            }
        }
    }

    private void FailAll(List<WriteOperation> batch, Exception fault)
    {
        var answer = Answer(fault);
        foreach (var write in batch)
        {
            write.Fail(answer);
        }
    }

    private void GiveUp(Exception fault)
    {
        _db.Abandon();
        _mirrorsDoubtful = true;
        _onFault(fault);
    }

    private Exception Answer(Exception fault) =>
        fault is SqliteFault sqlite ? StoreFaults.AtRunTime(sqlite, _path) : fault;

    private static bool IsWorthRunningAlone(Exception fault) => fault is not SqliteFault sqlite || sqlite.IsFull;
}
