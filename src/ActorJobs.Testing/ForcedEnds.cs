using System.Collections.Concurrent;
using ActorJobs.Handlers;

namespace ActorJobs.Testing;

/// <summary>Failures and crashes that a test asked for, by job type in order.</summary>
internal sealed class ForcedEnds : IJobMiddleware
{
    private readonly ConcurrentDictionary<string, ConcurrentQueue<Func<Exception>?>> _failures = new();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<CrashPoint>> _crashes = new();

    /// <summary>Told when the process is to be lost.</summary>
    public Action? Crash { get; set; }

    public void Fail(string type, Func<Exception> make, int times)
    {
        var queue = _failures.GetOrAdd(type, _ => new());
        for (var i = 0; i < times; i++)
        {
            queue.Enqueue(make);
        }
    }

    public void CrashAt(string type, CrashPoint point) => _crashes.GetOrAdd(type, _ => new()).Enqueue(point);

    public async Task InvokeAsync(IJobContext context, JobStep next, CancellationToken cancellationToken)
    {
        if (_crashes.TryGetValue(context.Type, out var crashes) && crashes.TryDequeue(out var point))
        {
            if (point == CrashPoint.AfterHandler)
            {
                await next(cancellationToken);
            }
            Crash?.Invoke();
            await Task.Delay(Timeout.InfiniteTimeSpan, CancellationToken.None); // a process that is gone does nothing more
        }
        if (_failures.TryGetValue(context.Type, out var failures) && failures.TryDequeue(out var make))
        {
            throw make!();
        }
        await next(cancellationToken);
    }
}
