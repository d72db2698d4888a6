using System.Globalization;
using ActorJobs.Handlers;

namespace ActorJobs.Benchmarks.Peers;

/// <summary>The job of the crash test: says who runs it and when, then works for a minute.</summary>
internal sealed class LongHandler : IJobHandler<Mail>
{
    private static readonly TimeSpan Work = TimeSpan.FromSeconds(60);

    public static string File { get; set; } = "";

    public async Task HandleAsync(Mail args, IJobContext context, CancellationToken cancellationToken)
    {
        var seconds = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0;
        var line = string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId} {seconds}\n");
        await System.IO.File.AppendAllTextAsync(File, line, cancellationToken);
        await Task.Delay(Work, cancellationToken);
    }
}
