using System.Collections.Immutable;
using System.Threading.Channels;
using ActorJobs.Stores;

namespace ActorJobs.Runtime.Tests.Worker;

/// <summary>Takes outcomes in and shows them; can be made to fail first.</summary>
internal sealed class OutcomeRecorder : IOutcomeStore
{
    private readonly Channel<JobOutcome> _outcomes = Channel.CreateUnbounded<JobOutcome>();

    public Queue<Exception> Failures { get; } = new();

    public OutcomeResult Answer { get; set; } = OutcomeResult.Recorded;

    public Channel<JobReport> Reports { get; } = Channel.CreateUnbounded<JobReport>();

    public Task<ImmutableArray<OutcomeResult>> FinishAsync(
        ImmutableArray<JobOutcome> outcomes, CancellationToken cancellationToken)
    {
        if (Failures.TryDequeue(out var failure))
        {
            return Task.FromException<ImmutableArray<OutcomeResult>>(failure);
        }
        foreach (var outcome in outcomes)
        {
            _outcomes.Writer.TryWrite(outcome);
        }
        return Task.FromResult(outcomes.Select(_ => Answer).ToImmutableArray());
    }

    public Task ReportAsync(ImmutableArray<JobReport> reports, CancellationToken cancellationToken)
    {
        foreach (var report in reports)
        {
            Reports.Writer.TryWrite(report);
        }
        return Task.CompletedTask;
    }

    public async Task<JobOutcome> NextAsync()
    {
        using var hang = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        return await _outcomes.Reader.ReadAsync(hang.Token);
    }

    public async Task<T> NextAsync<T>()
        where T : JobOutcome => (await NextAsync()).ShouldBeOfType<T>();
}
