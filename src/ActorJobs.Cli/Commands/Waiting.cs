using System.Globalization;
using ActorJobs.Cli.Output;
using ActorJobs.Cli.Running;
using ActorJobs.Client.Http;
using Spectre.Console;

namespace ActorJobs.Cli.Commands;

/// <summary>Waits for jobs and says how they ended.</summary>
internal static class Waiting
{
    public static async Task<int> RunAsync(CliCall call, IReadOnlyList<JobId> ids, TimeSpan? within)
    {
        var ended = new Job?[ids.Count];
        if (CliCall.ShowsProgress)
        {
            await call.Err.Status().StartAsync("waiting", async status =>
                await WaitAsync(call, ids, within, ended, job => status.Status = Line(job)));
        }
        else
        {
            await WaitAsync(call, ids, within, ended, _ => { });
        }
        if (call.IsJson)
        {
            foreach (var job in ended.OfType<Job>())
            {
                JsonOut.Line(job);
            }
        }
        else
        {
            Write(call, ended);
        }
        return CodeOf(call, ids, ended);
    }

    private static async Task WaitAsync(
        CliCall call, IReadOnlyList<JobId> ids, TimeSpan? within, Job?[] ended, Action<Job> seen)
    {
        var start = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < ids.Count; i++)
        {
            var left = within - TimeProvider.System.GetElapsedTime(start);
            ended[i] = await call.Client.WaitAsync(ids[i], left, seen, call.Token);
        }
    }

    private static void Write(CliCall call, Job?[] ended)
    {
        foreach (var job in ended.OfType<Job>())
        {
            call.Out.MarkupLine($"{job.Id} {Words.Plain(job.Type)} {Words.Of(job.State)} {Words.Plain(Words.NoteOf(job))}");
            if (job.Result is { } result)
            {
                call.Out.WriteLine(Words.Of(result));
            }
        }
    }

    private static int CodeOf(CliCall call, IReadOnlyList<JobId> ids, Job?[] ended)
    {
        var unknown = ids.Where((_, i) => ended[i] is null).ToArray();
        if (unknown.Length > 0)
        {
            return call.Fail($"There is no job {string.Join(", ", unknown)}, or it is no longer kept.", ExitCodes.No);
        }
        if (ended.Any(job => !job!.IsFinal))
        {
            return call.Fail("The time to wait is over.", ExitCodes.TimeOver);
        }
        return ended.All(job => job!.State == JobState.Succeeded) ? ExitCodes.Done : ExitCodes.No;
    }

    private static string Line(Job job) => string.Create(CultureInfo.InvariantCulture,
        $"{job.Id} {Words.Plain(job.Type)} {Words.Of(job.State)} {Words.Plain(Words.NoteOf(job))}");
}
