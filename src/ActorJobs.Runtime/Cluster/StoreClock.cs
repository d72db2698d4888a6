using ActorJobs.Stores;
using Microsoft.Extensions.Logging;

namespace ActorJobs.Runtime.Cluster;

/// <summary>
/// The time by the store's clock, which all nodes share: what is due, when something ended, how long history is kept do not
/// depend on how well this machine's clock is set. Timers and durations are this machine's own.
/// </summary>
/// <param name="own">This machine's clock.</param>
public sealed partial class StoreClock(TimeProvider own) : TimeProvider
{
    /// <summary>Smaller differences are left: they are within what asking over a network can tell.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan WorthTelling = TimeSpan.FromSeconds(1);

    private long _offsetTicks;

    /// <summary>How far the store's clock is ahead of this machine's; 0 until the first <see cref="SetAsync"/>.</summary>
    public TimeSpan Offset => TimeSpan.FromTicks(Volatile.Read(ref _offsetTicks));

    /// <inheritdoc />
    public override TimeZoneInfo LocalTimeZone => own.LocalTimeZone;

    /// <inheritdoc />
    public override long TimestampFrequency => own.TimestampFrequency;

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow() => own.GetUtcNow() + Offset;

    /// <inheritdoc />
    public override long GetTimestamp() => own.GetTimestamp();

    /// <inheritdoc />
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        own.CreateTimer(callback, state, dueTime, period);

    /// <summary>Asks the store for its time and sets this clock by it.</summary>
    /// <param name="store">Whose time it is.</param>
    /// <param name="logger">Told when the clocks differ by more than a second.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    /// <exception cref="StoreUnavailableException">The store does not answer; the clock goes on as it was.</exception>
    public async Task SetAsync(IJobStore store, ILogger<StoreClock> logger, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        var asked = own.GetTimestamp();
        var theirs = await store.GetTimeAsync(cancellationToken);
        var answered = own.GetUtcNow();
        var half = own.GetElapsedTime(asked) / 2;
        var offset = theirs + half - answered;
        if ((offset - Offset).Duration() <= Tolerance + half)
        {
            return;
        }
        Volatile.Write(ref _offsetTicks, offset.Ticks);
        if (offset.Duration() >= WorthTelling)
        {
            LogDiffers(logger, offset.TotalSeconds);
        }
    }

    [LoggerMessage(1611, LogLevel.Warning,
        "The store's clock is {Seconds:0.0} s ahead of this machine's; the store's is used. Set the clocks by NTP")]
    private static partial void LogDiffers(ILogger logger, double seconds);
}
