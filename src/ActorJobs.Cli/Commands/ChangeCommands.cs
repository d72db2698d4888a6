using System.CommandLine;
using ActorJobs.Cli.Output;
using ActorJobs.Cli.Running;
using ActorJobs.Client.Http;
using ActorJobs.Stores;
using Spectre.Console;

namespace ActorJobs.Cli.Commands;

/// <summary>Changes jobs, one by one or all that match: <c>retry</c>, <c>cancel</c>, <c>discard</c>.</summary>
internal static class ChangeCommands
{
    private const int CountedAtMost = 1000;

    public static Command Retry() => Create("retry", BulkChange.Retry, "retried",
        "Makes failed or cancelled jobs ready again with all their retries, and waiting ones due at once.",
        (client, id, token) => client.RetryAsync(id, token),
        "actorjobs retry 0197c3a2-7b1e-7c55-9d0a-3f6d2b8e4a10",
        "actorjobs retry --state failed --type send_mail --yes");

    public static Command Cancel() => Create("cancel", BulkChange.Cancel, "cancelled",
        "Cancels jobs; the handler of a running one is told within a second.",
        (client, id, token) => client.CancelAsync(id, token),
        "actorjobs cancel 0197c3a2-7b1e-7c55-9d0a-3f6d2b8e4a10",
        "actorjobs cancel --tag nightly");

    public static Command Discard() => Create("discard", BulkChange.Delete, "discarded",
        "Removes jobs that do not run, and all that is known of them.",
        (client, id, token) => client.DeleteAsync(id, token),
        "actorjobs discard 0197c3a2-7b1e-7c55-9d0a-3f6d2b8e4a10",
        "actorjobs discard --state failed --type send_mail --yes");

    private static DocumentedCommand Create(
        string name, BulkChange change, string done, string description,
        Func<ActorJobsHttpClient, JobId, CancellationToken, Task<ChangeResult>> one, params string[] examples)
    {
        var ids = JobCommands.Ids("The jobs; without any, all that match the filters.", optional: true);
        var yes = new Option<bool>("--yes", "-y") { Description = "Does not ask before it changes all that match." };
        var command = new DocumentedCommand(name, description, examples) { ids, yes };
        var filter = new JobFilterOptions(command);
        return command.Does(call =>
        {
            var (named, matching) = (call.Get(ids) ?? [], filter.Read(call));
            return (named.Length > 0, matching.IsEmpty) switch
            {
                (true, true) => EachAsync(call, named, name, done, one),
                (false, false) => ManyAsync(call, change, matching, name, done, call.Get(yes)),
                (true, false) => throw new UsageException("Name jobs or filters, not both."),
                _ => throw new UsageException("Name jobs, or which are meant by --state, --type, --priority or --tag."),
            };
        });
    }

    private static async Task<int> EachAsync(
        CliCall call, JobId[] ids, string name, string done,
        Func<ActorJobsHttpClient, JobId, CancellationToken, Task<ChangeResult>> one)
    {
        var code = ExitCodes.Done;
        var changes = new List<ChangedOut>();
        foreach (var id in ids)
        {
            var result = await one(call.Client, id, call.Token);
            var isChanged = result.Kind is ChangeKind.Done or ChangeKind.Requested;
            var reason = Reason(result, name);
            code = isChanged ? code : ExitCodes.No;
            changes.Add(new ChangedOut(id, isChanged, result.State, reason));
            if (call.IsJson)
            {
                continue;
            }
            if (isChanged)
            {
                var state = result.State is { } now ? $" ({Words.Of(now)})" : "";
                var verb = result.Kind == ChangeKind.Requested ? $"{name} requested" : done;
                call.Out.MarkupLine($"{id} [green]{verb}[/]{state}");
            }
            else
            {
                call.Fail($"{id}: {reason}", ExitCodes.No);
            }
        }
        if (call.IsJson)
        {
            JsonOut.Write<ChangedOut[]>([.. changes]);
        }
        return code;
    }

    private static string? Reason(ChangeResult result, string name) => result.Kind switch
    {
        ChangeKind.Done or ChangeKind.Requested => null,
        ChangeKind.Unknown => "there is no such job, or it is no longer kept",
        ChangeKind.KeyHeld => $"{name} does not apply: another live job holds its unique key",
        _ => $"{name} does not apply: the job is {result.State?.ToName() ?? "in another state"}",
    };

    private static async Task<int> ManyAsync(
        CliCall call, BulkChange change, JobFilter filter, string name, string done, bool yes)
    {
        if (!yes && !await ConfirmedAsync(call, filter, name))
        {
            return ExitCodes.No;
        }
        var affected = await call.Client.ChangeManyAsync(change, filter, call.Token);
        if (call.IsJson)
        {
            return JsonOut.Write(new AffectedOut(affected));
        }
        call.Out.WriteLine($"{Words.Jobs(affected)} {done}.");
        return ExitCodes.Done;
    }

    private static async Task<bool> ConfirmedAsync(CliCall call, JobFilter filter, string name)
    {
        if (!CliCall.CanAsk)
        {
            throw new UsageException($"Nobody can be asked whether to {name} all jobs that match; say so by --yes.");
        }
        var page = await call.Client.ListAsync(filter, CountedAtMost, cancellationToken: call.Token);
        var count = page.NextCursor is null ? Words.Jobs(page.Jobs.Count) : $"more than {Words.Jobs(CountedAtMost)}";
        return page.Jobs.Count > 0
            ? await call.Err.ConfirmAsync(
                $"{count} to {name}. {char.ToUpperInvariant(name[0])}{name[1..]} them?", false, call.Token)
            : throw new UsageException("No job matches; nothing was done.");
    }
}
