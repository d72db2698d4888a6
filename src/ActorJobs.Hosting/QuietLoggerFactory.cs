using Microsoft.Extensions.Logging;

namespace ActorJobs.Hosting;

/// <summary>
/// Where Akka's own lines go. Keeps out those that say nothing or are said better elsewhere, of which there may be many
/// a second: a connection to a TLS port that is closed at once (the crash watch, health checks of load balancers), a
/// certificate that was refused (a line of our own tells why), and shard regions that wait until their node is a member
/// (another line of our own tells why it is none) or their coordinator answers, as at each start and hand-over (jobs do not
/// wait for it). Of other failed handshakes one line a minute is kept.
/// </summary>
/// <param name="inner">Gets the rest.</param>
/// <param name="time">Clock.</param>
internal sealed class QuietLoggerFactory(ILoggerFactory inner, TimeProvider time) : ILoggerFactory
{
    public ILogger CreateLogger(string categoryName) => new QuietLogger(inner.CreateLogger(categoryName), time);

    public void AddProvider(ILoggerProvider provider) => inner.AddProvider(provider);

    // The host owns the inner factory.
    public void Dispose()
    {
    }

    private sealed class QuietLogger(ILogger inner, TimeProvider time) : ILogger
    {
        private const string Handshake = "TLS handshake failed";
        private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(1);
        private static readonly string[] ClosedOrRefused = ["Channel is closed", "RemoteCertificateValidationCallback"];
        private static readonly string[] Noise =
        [
            "due to TLS handshake failure", "NotSslRecordException", "No coordinator found to register",
            "Trying to register to coordinator", "Requested shard homes",
        ];

        private long _quietUntil;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => inner.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            if (logLevel < LogLevel.Warning || IsWanted(formatter(state, exception)))
            {
                inner.Log(logLevel, eventId, state, exception, formatter);
            }
        }

        private static bool HasAny(string text, string[] marks) =>
            Array.Exists(marks, mark => text.Contains(mark, StringComparison.Ordinal));

        private bool IsWanted(string text)
        {
            if (HasAny(text, Noise))
            {
                return false;
            }
            if (!text.Contains(Handshake, StringComparison.Ordinal))
            {
                return true;
            }
            var now = time.GetUtcNow().Ticks;
            if (HasAny(text, ClosedOrRefused) || now < Interlocked.Read(ref _quietUntil))
            {
                return false;
            }
            Interlocked.Exchange(ref _quietUntil, now + Quiet.Ticks);
            return true;
        }
    }
}
