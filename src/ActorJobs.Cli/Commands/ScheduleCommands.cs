using System.CommandLine;
using System.Globalization;
using ActorJobs.Cli.Output;
using ActorJobs.Cli.Running;
using ActorJobs.Client.Http;
using Spectre.Console;

namespace ActorJobs.Cli.Commands;

/// <summary><c>schedules</c>: what is enqueued again and again.</summary>
internal static class ScheduleCommands
{
    public static Command Create() => new DocumentedCommand("schedules", "Lists, defines, pauses and fires schedules.",
        "actorjobs schedules list",
        "actorjobs schedules put nightly --cron '0 3 * * *' --time-zone Europe/Vienna --type report")
    {
        List(), Show(), SchedulePut.Create(), Delete(), Pause(), Resume(), Trigger(), Backfill(),
    };

    /// <summary>The argument that names a schedule.</summary>
    public static Argument<string> Id() => new("id") { Description = "The schedule." };

    /// <summary>Shows a schedule, or says that there is none.</summary>
    public static int Write(CliCall call, string id, ScheduleEntry? schedule)
    {
        if (schedule is null)
        {
            return Unknown(call, id);
        }
        if (call.IsJson)
        {
            return JsonOut.Write(schedule);
        }
        ScheduleViews.Write(call.Out, schedule);
        foreach (var warning in schedule.Warnings)
        {
            call.Err.MarkupLineInterpolated($"[yellow]warning:[/] {warning}");
        }
        return ExitCodes.Done;
    }

    private static int Unknown(CliCall call, string id) =>
        call.Fail($"There is no schedule '{id}'; see: actorjobs schedules list.", ExitCodes.No);

    private static DocumentedCommand List() => new DocumentedCommand("list", "Lists schedules in order of id.",
        "actorjobs schedules list").Does(async call =>
    {
        var schedules = await call.Client.ListSchedulesAsync(call.Token).ToArrayAsync(call.Token);
        if (call.IsJson)
        {
            return JsonOut.Write(new ScheduleList(schedules, null));
        }
        if (schedules.Length == 0)
        {
            call.Out.WriteLine("There is no schedule; define one by: actorjobs schedules put.");
            return ExitCodes.Done;
        }
        call.Out.Write(ScheduleViews.Table(schedules));
        return ExitCodes.Done;
    });

    private static DocumentedCommand Show()
    {
        var id = Id();
        return new DocumentedCommand("show", "Shows a schedule: definition, next times, last fires.",
            "actorjobs schedules show nightly")
        {
            id,
        }.Does(async call => Write(call, call.Get(id)!, await call.Client.GetScheduleAsync(call.Get(id)!, call.Token)));
    }

    private static DocumentedCommand Delete()
    {
        var id = Id();
        var yes = new Option<bool>("--yes", "-y") { Description = "Does not ask." };
        return new DocumentedCommand("delete", "Removes a schedule; its jobs stay.",
            "actorjobs schedules delete nightly --yes")
        {
            id, yes,
        }.Does(async call =>
        {
            var name = call.Get(id)!;
            if (!call.Get(yes))
            {
                if (!CliCall.CanAsk)
                {
                    throw new UsageException($"Nobody can be asked whether to delete '{name}'; say so by --yes.");
                }
                if (!await call.Err.ConfirmAsync($"Delete schedule {Words.Plain(name)}?", false, call.Token))
                {
                    return ExitCodes.No;
                }
            }
            if (!await call.Client.DeleteScheduleAsync(name, call.Token))
            {
                return Unknown(call, name);
            }
            if (call.IsJson)
            {
                return JsonOut.Write(new DeletedOut(name));
            }
            call.Out.WriteLine($"Deleted {name}.");
            return ExitCodes.Done;
        });
    }

    private static DocumentedCommand Pause()
    {
        var id = Id();
        var note = new Option<string>("--note", "-n")
        {
            Description = "Why, for others.",
            HelpName = "TEXT",
            DefaultValueFactory = _ => "",
        };
        return new DocumentedCommand("pause",
            "Makes no more jobs until it is resumed; times that pass meanwhile are dropped.",
            "actorjobs schedules pause nightly --note 'database move'")
        {
            id, note,
        }.Does(async call => Write(call, call.Get(id)!,
            await call.Client.PauseScheduleAsync(call.Get(id)!, call.Get(note)!, call.Token)));
    }

    private static DocumentedCommand Resume()
    {
        var id = Id();
        return new DocumentedCommand("resume", "Ends the pause of a schedule.", "actorjobs schedules resume nightly")
        {
            id,
        }.Does(async call =>
            Write(call, call.Get(id)!, await call.Client.ResumeScheduleAsync(call.Get(id)!, call.Token)));
    }

    private static DocumentedCommand Trigger()
    {
        var id = Id();
        return new DocumentedCommand("trigger", "Fires a schedule now, paused or not; its overlap policy applies.",
            "actorjobs schedules trigger nightly")
        {
            id,
        }.Does(async call =>
        {
            var fire = await call.Client.TriggerScheduleAsync(call.Get(id)!, call.Token);
            if (fire is null)
            {
                return Unknown(call, call.Get(id)!);
            }
            if (call.IsJson)
            {
                return JsonOut.Write(fire);
            }
            call.Out.WriteLine(fire.Job is { } job ? $"{fire.Result}: job {job}" : $"{fire.Result}: no job was made");
            return ExitCodes.Done;
        });
    }

    private static DocumentedCommand Backfill()
    {
        var id = Id();
        var from = TimeOption("--from", "First time to make up for.");
        var to = TimeOption("--to", "Last time to make up for.");
        return new DocumentedCommand("backfill",
            "Enqueues a job for each time of a schedule in a range of the past, at most 1000; times whose job is kept make "
                + "no second.",
            "actorjobs schedules backfill nightly --from 2026-11-01T00:00:00Z --to 2026-11-07T00:00:00Z")
        {
            id, from, to,
        }.Does(async call =>
        {
            var jobs = await call.Client.BackfillScheduleAsync(
                call.Get(id)!, call.Get(from)!.Value, call.Get(to)!.Value, call.Token);
            if (jobs is not { } count)
            {
                return Unknown(call, call.Get(id)!);
            }
            if (call.IsJson)
            {
                return JsonOut.Write(new AffectedOut(count));
            }
            call.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Words.Jobs(count)} enqueued."));
            return ExitCodes.Done;
        });
    }

    private static Option<DateTimeOffset?> TimeOption(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "TIME",
        Required = true,
        CustomParser = Values.Time,
    };
}
