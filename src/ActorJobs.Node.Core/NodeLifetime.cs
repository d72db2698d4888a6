using System.Runtime.InteropServices;

namespace ActorJobs.Nodes;

/// <summary>SIGTERM and SIGINT: the first stops in order, the second at once.</summary>
internal sealed partial class NodeLifetime(IHostApplicationLifetime application, ILogger<NodeLifetime> logger)
    : IHostLifetime, IDisposable
{
    private const int SignalBase = 128;
    private static readonly (PosixSignal Signal, int Number)[] Signals = [(PosixSignal.SIGINT, 2), (PosixSignal.SIGTERM, 15)];
    private readonly List<PosixSignalRegistration> _registrations = [];
    private readonly ILogger _logger = logger;
    private int _signals;

    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        foreach (var (signal, number) in Signals)
        {
            _registrations.Add(PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true;
                OnSignal(signal, number);
            }));
        }
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _registrations.ForEach(registration => registration.Dispose());

    private void OnSignal(PosixSignal signal, int number)
    {
        if (Interlocked.Increment(ref _signals) == 1)
        {
            LogStopping(signal);
            application.StopApplication();
        }
        else
        {
            LogAtOnce(signal);
            Environment.Exit(SignalBase + number);
        }
    }

    [LoggerMessage(1701, LogLevel.Information, "{Signal}: stopping; a second signal ends the process at once")]
    private partial void LogStopping(PosixSignal signal);

    [LoggerMessage(1702, LogLevel.Warning, "{Signal} again: ending at once")]
    private partial void LogAtOnce(PosixSignal signal);
}
