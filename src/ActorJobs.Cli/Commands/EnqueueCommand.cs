using System.CommandLine;
using System.Globalization;
using System.Text;
using ActorJobs.Cli.Running;
using ActorJobs.Client;
using Spectre.Console;

namespace ActorJobs.Cli.Commands;

/// <summary><c>enqueue</c>: one job, or as many as a file or standard input holds.</summary>
internal static class EnqueueCommand
{
    private static readonly Argument<string?> Type = new("type")
    {
        Description = "Job type.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Argument<string?> Payload = new("payload")
    {
        Description = "Arguments as JSON, {} when left out; @PATH reads them from a file, - from standard input.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<string?> File = new("--file", "-f")
    {
        Description = "Enqueues one job per line of this NDJSON file, - for standard input: "
            + "{\"type\":…,\"payload\":…,…}.",
        HelpName = "PATH",
    };

    private static readonly Option<long?> Total = new("--total")
    {
        Description = "How many jobs standard input will bring, so that the progress bar has an end.",
        HelpName = "COUNT",
    };

    private static readonly Option<Priority?> Urgency = new("--priority", "-p")
    {
        Description = "high, normal or low.",
        HelpName = "PRIORITY",
        CustomParser = Values.OptionalPriority,
    };

    private static readonly Option<TimeSpan?> Delay = new("--delay", "-d")
    {
        Description = "Not before this long from now.",
        HelpName = "DURATION",
        CustomParser = Values.OptionalDuration,
    };

    private static readonly Option<DateTimeOffset?> RunAt = new("--run-at")
    {
        Description = "Not before this time.",
        HelpName = "TIME",
        CustomParser = Values.Time,
    };

    private static readonly Option<int?> MaxRetries = new("--max-retries")
    {
        Description = "Attempts after the first.",
        HelpName = "COUNT",
    };

    private static readonly Option<TimeSpan?> Timeout = new("--timeout")
    {
        Description = "Longest time of one attempt.",
        HelpName = "DURATION",
        CustomParser = Values.OptionalDuration,
    };

    private static readonly Option<string?> UniqueKey = new("--unique-key")
    {
        Description = "While a job of the type and key is live, this one is answered as its duplicate.",
        HelpName = "KEY",
    };

    private static readonly Option<TimeSpan?> UniqueFor = new("--unique-for")
    {
        Description = "Holds the unique key for at least so long.",
        HelpName = "DURATION",
        CustomParser = Values.OptionalDuration,
    };

    private static readonly Option<UniquePolicy?> OnDuplicate = new("--on-duplicate")
    {
        Description = "When a live job holds the unique key: keep it, replace it unless it runs, or latest, which also waits behind one "
            + "that runs.",
        HelpName = "POLICY",
        CustomParser = result => Values.Word<UniquePolicy>(result),
    };

    private static readonly Option<string?> ConcurrencyKey = new("--concurrency-key")
    {
        Description = "One job of a key runs at a time.",
        HelpName = "KEY",
    };

    private static readonly Option<string[]> Tags = new("--tag")
    {
        Description = "A word to find the job by; repeatable.",
        HelpName = "TAG",
    };

    private static readonly Option<JobId?> Id = new("--id")
    {
        Description = "Id of your own, a UUID: enqueuing it again changes nothing.",
        HelpName = "ID",
        CustomParser = result => Values.Id(result),
    };

    private static readonly Option<JobId[]> After = new("--after")
    {
        Description = "A job that must end first; repeatable.",
        HelpName = "ID",
        CustomParser = Values.Ids,
    };

    private static readonly Option<FailurePolicy?> OnFailure = new("--on-failure")
    {
        Description = "When one of those fails: hold, cancel or run.",
        HelpName = "POLICY",
        CustomParser = result => Values.Word<FailurePolicy>(result),
    };

    private static readonly Option<bool> Wait = new("--wait", "-w")
    {
        Description = "Waits until the job has ended; its success decides the exit code.",
    };

    public static Command Create() => new DocumentedCommand("enqueue",
        "Enqueues a job, or with --file one per line of NDJSON. What is answered is durable, once, however often it had to "
            + "be sent.",
        "actorjobs enqueue echo '{\"hello\":\"world\"}' --priority high --wait",
        "actorjobs enqueue report @report.json --delay 10m --unique-key report-7 --tag nightly",
        "actorjobs enqueue --file jobs.ndjson",
        "seq 1 1000 | sed 's/.*/{\"type\":\"echo\",\"payload\":{\"n\":&}}/' | actorjobs enqueue --file - --total 1000")
    {
        Type, Payload, File, Total, Urgency, Delay, RunAt, MaxRetries, Timeout, UniqueKey, UniqueFor, OnDuplicate,
        ConcurrencyKey, Tags, Id, After, OnFailure, Wait,
    }.Does(RunAsync);

    private static Task<int> RunAsync(CliCall call)
    {
        var (type, file) = (call.Get(Type), call.Get(File));
        return (type, file) switch
        {
            (null, null) => throw new UsageException("Name a job type, or a file by --file."),
            (not null, not null) => throw new UsageException("Name a job type or --file, not both."),
            (null, not null) => OneJobOption(call) is { } option
                ? throw new UsageException($"{option} is for one job; put it into each line of the file instead.")
                : BatchEnqueue.RunAsync(call, file, call.Get(Total)),
            _ => EnqueueAsync(call, type!),
        };
    }

    private static string? OneJobOption(CliCall call) => new Option[]
    {
        Urgency, Delay, RunAt, MaxRetries, Timeout, UniqueKey, UniqueFor, OnDuplicate, ConcurrencyKey, Tags, Id,
        After, OnFailure, Wait,
    }.FirstOrDefault(option => call.Result.GetResult(option) is { Implicit: false })?.Name;

    private static async Task<int> EnqueueAsync(CliCall call, string type)
    {
        var request = new JobRequest(type, await ReadPayloadAsync(call), new EnqueueOptions
        {
            Priority = call.Get(Urgency),
            Delay = call.Get(Delay),
            RunAt = call.Get(RunAt),
            MaxRetries = call.Get(MaxRetries),
            Timeout = call.Get(Timeout),
            UniqueKey = call.Get(UniqueKey),
            UniqueFor = call.Get(UniqueFor),
            OnDuplicate = call.Get(OnDuplicate),
            ConcurrencyKey = call.Get(ConcurrencyKey),
            Tags = call.Get(Tags) ?? [],
            Id = call.Get(Id),
            After = call.Get(After) ?? [],
            OnFailure = call.Get(OnFailure) ?? FailurePolicy.Hold,
        });
        var enqueued = (await call.Client.EnqueueManyAsync([request], call.Token))[0];
        if (call.Get(Wait))
        {
            return await Waiting.RunAsync(call, [enqueued.Id], within: null);
        }
        if (call.IsJson)
        {
            return JsonOut.Write(new EnqueuedOut(enqueued.Id, enqueued.State, enqueued.Duplicate));
        }
        call.Out.MarkupLineInterpolated(CultureInfo.InvariantCulture, enqueued.Duplicate
            ? (FormattableString)$"[yellow]Duplicate[/] of {enqueued.Id} ({enqueued.State.ToName()})"
            : $"[green]Enqueued[/] {enqueued.Id} ({enqueued.State.ToName()})");
        return ExitCodes.Done;
    }

    private static async Task<byte[]> ReadPayloadAsync(CliCall call)
    {
        switch (call.Get(Payload))
        {
            case null:
                return "{}"u8.ToArray();
            case "-":
                await using (var input = Console.OpenStandardInput())
                {
                    using var memory = new MemoryStream();
                    await input.CopyToAsync(memory, call.Token);
                    return memory.ToArray();
                }
            case ['@', .. var path]:
                return System.IO.File.Exists(path)
                    ? await System.IO.File.ReadAllBytesAsync(path, call.Token)
                    : throw new UsageException($"There is no file '{path}' to read the payload from.");
            case var text:
                return Encoding.UTF8.GetBytes(text);
        }
    }
}
