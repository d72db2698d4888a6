using System.Globalization;
using Akka.Dispatch;
using Akka.Event;

namespace ActorJobs.Runtime.Dispatching;

/// <summary>
/// Threads of its own for a dispatcher, which sleep as soon as nothing waits. A thread of Akka's fork-join-executor that ran
/// dry gives its core away fifty times before it sleeps: that was an eighth of a busy worker's CPU, and nearly all that an idle
/// node's actors cost.
/// </summary>
internal sealed class ThreadsExecutor : ExecutorService
{
    private readonly Queue<IRunnable> _waiting = new();
    private readonly EventStream _events;
    private int _asleep;
    private bool _stopped;

    /// <summary>Starts the threads; they do not keep the process alive.</summary>
    public ThreadsExecutor(string id, int threads, EventStream events)
        : base(id)
    {
        _events = events;
        for (var i = 0; i < threads; i++)
        {
            new Thread(Work) { IsBackground = true, Name = string.Create(CultureInfo.InvariantCulture, $"{id}_{i}") }.Start();
        }
    }

    /// <exception cref="RejectedExecutionException">It was shut down.</exception>
    public override void Execute(IRunnable run)
    {
        lock (_waiting)
        {
            if (_stopped)
            {
                throw new RejectedExecutionException($"The threads of {Id} have ended.");
            }
            _waiting.Enqueue(run);
            if (_asleep > 0)
            {
                Monitor.Pulse(_waiting);
            }
        }
    }

    /// <summary>Takes no more; the threads end when they have done what waits.</summary>
    public override void Shutdown()
    {
        lock (_waiting)
        {
            _stopped = true;
            Monitor.PulseAll(_waiting);
        }
    }

    private void Work()
    {
        while (Take() is { } run)
        {
            try
            {
                run.Run();
            }
            catch (Exception error)
            {
                _events.Publish(new Error(error, Id, typeof(ThreadsExecutor), "What ran on this thread did not handle its error"));
            }
        }
    }

    private IRunnable? Take()
    {
        lock (_waiting)
        {
            while (_waiting.Count == 0)
            {
                if (_stopped)
                {
                    return null;
                }
                _asleep++;
                Monitor.Wait(_waiting);
                _asleep--;
            }
            return _waiting.Dequeue();
        }
    }
}
