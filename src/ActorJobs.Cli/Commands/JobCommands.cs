using System.CommandLine;
using ActorJobs.Cli.Output;
using ActorJobs.Cli.Running;
using ActorJobs.Client.Http;
using Spectre.Console;

namespace ActorJobs.Cli.Commands;

/// <summary>Looks at jobs: <c>wait</c>, <c>list</c>, <c>show</c>.</summary>
internal static class JobCommands
{
    private const int MaxPage = 1000;

    public static Command Wait()
    {
        var ids = Ids("The jobs to wait for.");
        var within = new Option<TimeSpan?>("--within")
        {
            Description = "How long to wait; without it as long as it takes.",
            HelpName = "DURATION",
            CustomParser = Values.OptionalDuration,
        };
        return new DocumentedCommand("wait",
            "Waits until jobs have ended and shows how. Success of all of them is exit code 0.",
            "actorjobs wait 0197c3a2-7b1e-7c55-9d0a-3f6d2b8e4a10 --within 5m")
        {
            ids, within,
        }.Does(call => Waiting.RunAsync(call, call.Get(ids)!, call.Get(within)));
    }

    public static Command List()
    {
        var limit = new Option<int>("--limit", "-n")
        {
            Description = "Most jobs shown.",
            HelpName = "COUNT",
            DefaultValueFactory = _ => 50,
        };
        limit.Validators.Add(result =>
        {
            if (result.Errors.Any() || result.GetValueOrDefault<int>() is >= 1 and <= MaxPage)
            {
                return;
            }
            result.AddError($"--limit must be from 1 to {MaxPage}; read on by --cursor, or take --all.");
        });
        var cursor = new Option<string?>("--cursor")
        {
            Description = "Reads on where a page before ended.",
            HelpName = "CURSOR",
        };
        var all = new Option<bool>("--all") { Description = "Shows every job that matches, however many." };
        var command = new DocumentedCommand("list", "Lists jobs, newest first.",
            "actorjobs list --state failed --type send_mail",
            "actorjobs list --tag nightly --all --output json")
        {
            limit, cursor, all,
        };
        var filter = new JobFilterOptions(command);
        return command.Does(async call =>
        {
            var wanted = filter.Read(call);
            if (!call.Get(all))
            {
                return WritePage(call, await call.Client.ListAsync(
                    wanted, call.Get(limit), call.Get(cursor), call.Token));
            }
            var jobs = call.Client.ListAllAsync(wanted, call.Token);
            return call.IsJson
                ? await WriteLinesAsync(jobs)
                : WritePage(call, new JobList(await jobs.ToListAsync(call.Token), null));
        });
    }

    public static Command Show()
    {
        var id = new Argument<JobId>("id") { Description = "The job.", CustomParser = Values.Id };
        return new DocumentedCommand("show",
            "Shows all that is known of a job: attempts, errors, log, payload and result.",
            "actorjobs show 0197c3a2-7b1e-7c55-9d0a-3f6d2b8e4a10")
        {
            id,
        }.Does(async call =>
        {
            var job = await call.Client.GetAsync(call.Get(id), call.Token);
            if (job is null)
            {
                return call.Fail($"There is no job {call.Get(id)}, or it is no longer kept.", ExitCodes.No);
            }
            if (call.IsJson)
            {
                return JsonOut.Write(job);
            }
            JobViews.Write(call.Out, job);
            return ExitCodes.Done;
        });
    }

    /// <summary>One or more ids.</summary>
    public static Argument<JobId[]> Ids(string description, bool optional = false) => new("id")
    {
        Description = description,
        Arity = optional ? ArgumentArity.ZeroOrMore : ArgumentArity.OneOrMore,
        CustomParser = Values.Ids,
    };

    private static int WritePage(CliCall call, JobList page)
    {
        if (call.IsJson)
        {
            return JsonOut.Write(page);
        }
        if (page.Jobs.Count == 0)
        {
            call.Out.WriteLine("No job matches.");
            return ExitCodes.Done;
        }
        call.Out.Write(JobViews.Table(page.Jobs));
        if (page.NextCursor is { } next)
        {
            call.Err.WriteLine($"There are more: --cursor {next}, or --all.");
        }
        return ExitCodes.Done;
    }

    private static async Task<int> WriteLinesAsync(IAsyncEnumerable<Job> jobs)
    {
        await foreach (var job in jobs)
        {
            JsonOut.Line(job);
        }
        return ExitCodes.Done;
    }
}
