using System.Diagnostics;
using ActorJobs.Handlers;

namespace ActorJobs.Samples;

/// <summary><c>crash</c>: kills its own process at once, as the system's memory killer would. The payload does not
/// matter.</summary>
internal static class CrashJob
{
    public static JobRegistration Registration { get; } = new("crash", (_, _, _, _) =>
    {
        using var self = Process.GetCurrentProcess();
        self.Kill();
        return Task.Delay(Timeout.Infinite, CancellationToken.None);
    });
}
