using System.CommandLine;
using System.Globalization;
using ActorJobs.Cli.Output;
using ActorJobs.Cli.Running;
using ActorJobs.Operations;
using Spectre.Console;

namespace ActorJobs.Cli.Commands;

/// <summary><c>tail</c>: changes as they happen.</summary>
internal static class TailCommand
{
    private static readonly Argument<JobId?> Id = new("id")
    {
        Description = "Only this job, with its progress.",
        Arity = ArgumentArity.ZeroOrOne,
        CustomParser = result => Values.Id(result),
    };

    private static readonly Option<string?> Type = new("--type", "-t")
    {
        Description = "Only jobs of this type, without progress.",
        HelpName = "TYPE",
    };

    public static Command Create() => new DocumentedCommand("tail",
        "Shows changes of jobs and nodes live, until Ctrl-C. Of a single job it ends when the job does.",
        "actorjobs tail",
        "actorjobs tail 0197c3a2-7b1e-7c55-9d0a-3f6d2b8e4a10",
        "actorjobs tail --type send_mail --output json")
    {
        Id, Type,
    }.Does(RunAsync);

    private static async Task<int> RunAsync(CliCall call)
    {
        var id = call.Get(Id);
        if (id is { } one && await IsOverAsync(call, one))
        {
            return ExitCodes.Done;
        }
        await foreach (var change in call.Client.WatchAsync(id, call.Get(Type), call.Token))
        {
            Write(call, change);
            if (id is { } job && (IsEnd(change) || (change is JobEvent.Missed && await IsOverAsync(call, job))))
            {
                return ExitCodes.Done;
            }
        }
        return ExitCodes.Done;
    }

    private static bool IsEnd(JobEvent change) =>
        change is JobEvent.JobChanged { State: JobState.Succeeded or JobState.Failed or JobState.Cancelled };

    /// <summary>Whether a job has ended already, or is unknown; then no event would come any more.</summary>
    private static async Task<bool> IsOverAsync(CliCall call, JobId id)
    {
        var job = await call.Client.GetAsync(id, call.Token)
            ?? throw new UsageException($"There is no job {id}, or it is no longer kept.");
        if (job.IsFinal)
        {
            Write(call, new JobEvent.JobChanged(
                id, job.Type, job.Priority, job.State, job.Attempt, job.FinishedAt ?? job.CreatedAt, job.Node));
        }
        return job.IsFinal;
    }

    private static void Write(CliCall call, JobEvent change)
    {
        if (call.IsJson)
        {
            JsonOut.Line(ToOut(change));
            return;
        }
        call.Out.MarkupLine(change switch
        {
            JobEvent.JobChanged job => string.Create(CultureInfo.InvariantCulture,
                $"[grey]{Time(job.At)}[/] {Padded(job.State)} {job.Id} {Words.Plain(job.Type)} [grey]{job.Priority.ToName()}"
                + $"{(job.Attempt > 0 ? $" #{job.Attempt}" : "")}{(job.Node is null ? "" : $" on {Words.Plain(job.Node)}")}[/]"),
            JobEvent.ProgressReported progress => string.Create(CultureInfo.InvariantCulture,
                $"[grey]{Time(progress.Progress.At)}[/] {"progress",-9} {progress.Id} {progress.Progress.Fraction:P0} "
                + $"{Words.Plain(progress.Progress.Message)}"),
            JobEvent.NodeChanged node =>
                $"[grey]{Time(node.At)}[/] [bold]{"node",-9}[/] {Words.Plain(node.Node.Address)} {Words.Plain(node.Status)}",
            JobEvent.Missed { Count: 0 } => "[yellow]the connection was lost; some events were missed[/]",
            JobEvent.Missed missed => $"[yellow]{Words.Of(missed.Count)} events were missed[/]",
            _ => "",
        });
    }

    private static string Padded(JobState state) => $"[{Words.ColorOf(state)}]{state.ToName(),-9}[/]";

    private static string Time(DateTimeOffset at) =>
        at.UtcDateTime.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);

    private static EventOut ToOut(JobEvent change) => change switch
    {
        JobEvent.JobChanged job => new EventOut(
            "job", job.Id, job.Type, job.Priority, job.State, job.Attempt, null, null, job.Node, null, null, job.At),
        JobEvent.ProgressReported report => new EventOut("progress", report.Id, null, null, null, null,
            report.Progress.Fraction, report.Progress.Message, null, null, null, report.Progress.At),
        JobEvent.NodeChanged node => new EventOut("node", null, null, null, null, null, null, null,
            node.Node.Address, node.Status, null, node.At),
        JobEvent.Missed missed => new EventOut(
            "missed", null, null, null, null, null, null, null, null, null, missed.Count, null),
        _ => throw new ArgumentOutOfRangeException(nameof(change), change, "No such event."),
    };
}
