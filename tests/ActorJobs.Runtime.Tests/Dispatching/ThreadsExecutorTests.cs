using System.Collections.Concurrent;
using System.Threading.Channels;
using ActorJobs.Runtime.Dispatching;
using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;

namespace ActorJobs.Runtime.Tests.Dispatching;

/// <summary>What a dispatcher may expect of its threads.</summary>
public sealed class ThreadsExecutorTests : IDisposable
{
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(60);

    private readonly EventStream _events = new(debug: false);
    private readonly ThreadsExecutor _executor;

    public ThreadsExecutorTests() => _executor = new ThreadsExecutor("test", 2, _events);

    public void Dispose() => _executor.Shutdown();

    [Fact]
    public async Task Everything_runs_once_whoever_hands_it_over()
    {
        const int each = 10_000;
        var seen = new ConcurrentDictionary<int, int>();
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(giver => Task.Run(() =>
        {
            for (var i = 0; i < each; i++)
            {
                var number = (giver * each) + i;
                _executor.Execute(new Work(() =>
                {
                    _ = seen.AddOrUpdate(number, 1, (_, times) => times + 1);
                    if (seen.Count == 4 * each)
                    {
                        _ = done.TrySetResult();
                    }
                }));
            }
        })));
        await done.Task.WaitAsync(Hang);

        seen.Values.ShouldAllBe(times => times == 1);
    }

    [Fact]
    public async Task A_thread_that_is_blocked_leaves_the_other_to_what_comes()
    {
        using var gate = new ManualResetEventSlim();
        var passed = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        _executor.Execute(new Work(gate.Wait));
        _executor.Execute(new Work(() => passed.SetResult(Thread.CurrentThread.Name)));

        (await passed.Task.WaitAsync(Hang)).ShouldStartWith("test_");
        gate.Set();
    }

    [Fact]
    public async Task An_error_is_told_and_ends_no_thread()
    {
        using var system = ActorSystem.Create("errors", ConfigurationFactory.ParseString("akka.loglevel = OFF"));
        var told = Channel.CreateUnbounded<Error>();
        _ = _events.Subscribe(system.ActorOf(Props.Create(() => new Listener(told.Writer))), typeof(Error));
        for (var i = 0; i < 4; i++)
        {
            _executor.Execute(new Work(() => throw new InvalidOperationException("broken")));
        }
        var passed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _executor.Execute(new Work(passed.SetResult));

        await passed.Task.WaitAsync(Hang);
        using var hang = new CancellationTokenSource(Hang);
        (await told.Reader.ReadAsync(hang.Token)).Cause.Message.ShouldBe("broken");
    }

    [Fact]
    public async Task After_a_shutdown_what_waits_is_done_and_nothing_more_is_taken()
    {
        using var gate = new ManualResetEventSlim();
        var last = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _executor.Execute(new Work(gate.Wait));
        _executor.Execute(new Work(gate.Wait));
        _executor.Execute(new Work(last.SetResult));
        _executor.Shutdown();

        Should.Throw<RejectedExecutionException>(() => _executor.Execute(new Work(gate.Wait)));
        gate.Set();
        await last.Task.WaitAsync(Hang);
    }

    private sealed class Work(Action action) : IRunnable
    {
        public void Run() => action();

        public void Execute() => action();
    }

    private sealed class Listener : ReceiveActor
    {
        public Listener(ChannelWriter<Error> told) => Receive<Error>(error => told.TryWrite(error));
    }
}
