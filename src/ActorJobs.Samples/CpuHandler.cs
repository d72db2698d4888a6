using System.Security.Cryptography;
using ActorJobs.Handlers;

namespace ActorJobs.Samples;

/// <summary><c>cpu</c>: keeps one core busy and honours cancellation; the result counts the rounds of
/// hashing.</summary>
internal sealed class CpuHandler(TimeProvider? clock = null) : IJobHandler<PeriodArgs>
{
    private const int BlockBytes = 4096;

    private readonly TimeProvider _clock = clock ?? TimeProvider.System;

    public Task HandleAsync(PeriodArgs args, IJobContext context, CancellationToken cancellationToken)
    {
        var period = args.ToTimeSpan();
        var start = _clock.GetTimestamp();
        var block = new byte[BlockBytes];
        var rounds = 0L;
        while (_clock.GetElapsedTime(start) < period)
        {
            cancellationToken.ThrowIfCancellationRequested();
            SHA256.HashData(block, block.AsSpan(0, SHA256.HashSizeInBytes));
            rounds++;
        }
        context.SetResult(new { rounds });
        return Task.CompletedTask;
    }
}
