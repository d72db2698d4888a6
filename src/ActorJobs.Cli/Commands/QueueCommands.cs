using System.CommandLine;
using ActorJobs.Cli.Output;
using ActorJobs.Cli.Running;
using ActorJobs.Stores;
using Spectre.Console;

namespace ActorJobs.Cli.Commands;

/// <summary>The queue as a whole: <c>pause</c>, <c>resume</c>, <c>health</c>.</summary>
internal static class QueueCommands
{
    public static Command Pause()
    {
        var lane = new LaneOptions();
        var command = new DocumentedCommand("pause",
            "Stops handing out jobs of a priority, a type, or both; running ones go on. --all stops everything.",
            "actorjobs pause --priority low",
            "actorjobs pause --type send_mail");
        return lane.AddTo(command).Does(async call =>
        {
            var pause = lane.Read(call);
            await call.Client.PauseAsync(pause, call.Token);
            return Report(call, pause, true, "Paused");
        });
    }

    public static Command Resume()
    {
        var lane = new LaneOptions();
        var command = new DocumentedCommand("resume", "Ends a pause: exactly the one of the same priority and type.",
            "actorjobs resume --priority low");
        return lane.AddTo(command).Does(async call =>
        {
            var pause = lane.Read(call);
            var isEnded = await call.Client.ResumeAsync(pause, call.Token);
            if (isEnded || call.IsJson)
            {
                Report(call, pause, isEnded, "Resumed");
                return isEnded ? ExitCodes.Done : ExitCodes.No;
            }
            var others = await call.Client.GetPausesAsync(call.Token);
            return call.Fail($"There is no pause of {Describe(pause)}; in force: "
                + (others.Length == 0 ? "none" : string.Join("; ", others.Select(Describe))) + ".", ExitCodes.No);
        });
    }

    public static Command Health() => new DocumentedCommand("health",
        "Says in one line whether the queue is well, and if not why; exit code 0 when it is. For probes and cron.",
        "actorjobs health || page-someone").Does(async call =>
    {
        var stats = await call.Client.GetStatsAsync(call.Token);
        var workers = await call.Client.GetHealthAsync(call.Token);
        var pauses = await call.Client.GetPausesAsync(call.Token);
        var reasons = HealthReasons.Of(stats, workers).ToArray();
        var status = reasons.Length == 0 ? "healthy" : workers.Status == "healthy" ? "degraded" : workers.Status;
        if (call.IsJson)
        {
            JsonOut.Write(new HealthOut(status, reasons, stats, workers));
        }
        else
        {
            call.Out.MarkupLine(reasons.Length == 0 ? "[green]healthy[/]" : $"[red]{Words.Plain(status)}[/]");
            foreach (var reason in reasons)
            {
                call.Out.WriteLine($"  {reason}");
            }
            StatsView.Write(call.Out, stats, pauses);
        }
        return reasons.Length == 0 ? ExitCodes.Done : ExitCodes.No;
    });

    /// <summary>A pause in words.</summary>
    public static string Describe(Pause pause) => (pause.Priority, pause.Type) switch
    {
        (null, null) => "everything",
        (null, { } type) => $"type {type}",
        ({ } priority, null) => $"priority {priority.ToName()}",
        ({ } priority, { } type) => $"type {type} of priority {priority.ToName()}",
    };

    private static int Report(CliCall call, Pause pause, bool isChanged, string verb)
    {
        if (call.IsJson)
        {
            return JsonOut.Write(new PausedOut(pause.Priority, pause.Type, isChanged));
        }
        call.Out.WriteLine($"{verb} {Describe(pause)}.");
        return ExitCodes.Done;
    }

    /// <summary>What is to be paused.</summary>
    private sealed class LaneOptions
    {
        private readonly Option<Priority?> _priority = new("--priority", "-p")
        {
            Description = "Jobs of this priority: high, normal or low.",
            HelpName = "PRIORITY",
            CustomParser = Values.OptionalPriority,
        };

        private readonly Option<string?> _type = new("--type", "-t")
        {
            Description = "Jobs of this type.",
            HelpName = "TYPE",
        };

        private readonly Option<bool> _all = new("--all") { Description = "All jobs." };

        public DocumentedCommand AddTo(DocumentedCommand command)
        {
            command.Options.Add(_priority);
            command.Options.Add(_type);
            command.Options.Add(_all);
            return command;
        }

        public Pause Read(CliCall call)
        {
            var (priority, type) = (call.Get(_priority), call.Get(_type));
            var isAll = priority is null && type is null;
            return isAll == call.Get(_all)
                ? new Pause(priority, type)
                : throw new UsageException("Say which jobs by --priority, --type or both, or --all for all.");
        }
    }
}
