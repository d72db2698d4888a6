using System.Diagnostics;

namespace ActorJobs.Samples.Tests;

public class CrashTests
{
    private const int KilledBySignal9 = 128 + 9;

    [Fact]
    public async Task Crash_kills_its_own_process_with_SIGKILL()
    {
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(CrashTests).Assembly.Location, "crash"]) { RedirectStandardError = true };
        using var process = Process.Start(start).ShouldNotBeNull();

        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        process.ExitCode.ShouldBe(KilledBySignal9, errors);
    }
}
