using System.CommandLine;
using System.Text;
using ActorJobs.Cli.Running;
using ActorJobs.Schedules;

namespace ActorJobs.Cli.Commands;

/// <summary><c>schedules put</c>: a definition from options or from a file.</summary>
internal static class SchedulePut
{
    private static readonly Argument<string> Id = ScheduleCommands.Id();

    private static readonly Option<string?> File = new("--file", "-f")
    {
        Description = "The definition as JSON, - for standard input: {\"cron\":…,\"job\":{\"type\":…,\"payload\":…},…}; "
            + "instead of all others.",
        HelpName = "PATH",
    };

    private static readonly Option<string?> Cron = Text(
        "--cron", "CRON", "Cron expression of five fields, or six with seconds first.");
    private static readonly Option<TimeSpan?> Every = Span("--every", "Interval instead of cron.");

    private static readonly Option<DateTimeOffset?> RunAt = new("--run-at")
    {
        Description = "A single fire instead of cron.",
        HelpName = "TIME",
        CustomParser = Values.Time,
    };

    private static readonly Option<string?> TimeZone = Text(
        "--time-zone", "ZONE", "IANA time zone of --cron; UTC when left out.");
    private static readonly Option<string?> Type = Text("--type", "TYPE", "Job type that each fire enqueues.");
    private static readonly Option<string?> Payload = Text(
        "--payload", "JSON", "Arguments of the jobs; {} when left out.");

    private static readonly Option<Priority?> Urgency = new("--priority", "-p")
    {
        Description = "high, normal or low.",
        HelpName = "PRIORITY",
        CustomParser = Values.OptionalPriority,
    };

    private static readonly Option<OverlapPolicy> Overlap = new("--overlap")
    {
        Description = "What a fire does while an earlier job is live: skip, allow, queueOne or cancelPrevious.",
        HelpName = "POLICY",
        CustomParser = Values.Word<OverlapPolicy>,
    };

    private static readonly Option<MisfirePolicy?> Misfire = new("--misfire")
    {
        Description = "What becomes of fires missed while no scheduler ran: skip, once (when left out) or all.",
        HelpName = "POLICY",
        CustomParser = result => Values.Word<MisfirePolicy>(result),
    };

    private static readonly Option<TimeSpan?> Jitter = Span("--jitter", "Each job is due later by up to this.");
    private static readonly Option<string?> Description = Text("--description", "TEXT", "For people.");

    public static DocumentedCommand Create() => new DocumentedCommand("put",
        "Defines a schedule or changes its definition; its pause and its history stay.",
        "actorjobs schedules put nightly --cron '0 3 * * *' --time-zone Europe/Vienna --type report "
            + "--payload '{\"kind\":\"daily\"}'",
        "actorjobs schedules put heartbeat --every 30s --type ping --overlap skip",
        "actorjobs schedules put nightly --file nightly.json")
    {
        Id, File, Cron, Every, RunAt, TimeZone, Type, Payload, Urgency, Overlap, Misfire, Jitter, Description,
    }.Does(RunAsync);

    private static async Task<int> RunAsync(CliCall call)
    {
        var id = call.Get(Id)!;
        if (call.Get(File) is { } path)
        {
            var definition = await ReadAsync(path, call.Token);
            return ScheduleCommands.Write(call, id, await call.Client.PutScheduleAsync(id, definition, call.Token));
        }
        if (call.Get(Type) is not { } type)
        {
            throw new UsageException(
                "Name the job by --type and when by --cron, --every or --run-at; or a definition by --file.");
        }
        var payload = Encoding.UTF8.GetBytes(call.Get(Payload) ?? "{}");
        if (!IsJson(payload))
        {
            throw new UsageException("--payload must be JSON, such as '{\"kind\":\"daily\"}'.");
        }
        var schedule = new Schedule
        {
            Id = id,
            Cron = call.Get(Cron),
            Every = call.Get(Every),
            RunAt = call.Get(RunAt),
            TimeZone = call.Get(TimeZone) ?? "UTC",
            Job = new ScheduledJob { Type = type, Payload = payload, Priority = call.Get(Urgency) ?? Priority.Normal },
            Overlap = call.Get(Overlap),
            Misfire = call.Get(Misfire) ?? MisfirePolicy.Once,
            Jitter = call.Get(Jitter) ?? TimeSpan.Zero,
            Description = call.Get(Description),
        };
        return ScheduleCommands.Write(call, id, await call.Client.PutScheduleAsync(schedule, call.Token));
    }

    private static async Task<byte[]> ReadAsync(string path, CancellationToken cancellationToken)
    {
        if (path == "-")
        {
            await using var input = Console.OpenStandardInput();
            using var memory = new MemoryStream();
            await input.CopyToAsync(memory, cancellationToken);
            return memory.ToArray();
        }
        return System.IO.File.Exists(path)
            ? await System.IO.File.ReadAllBytesAsync(path, cancellationToken)
            : throw new UsageException($"There is no file '{path}'.");
    }

    private static bool IsJson(byte[] text)
    {
        try
        {
            using var document = System.Text.Json.JsonDocument.Parse(text);
            return true;
        }
        catch (System.Text.Json.JsonException)
        {
            return false;
        }
    }

    private static Option<string?> Text(string name, string value, string description) =>
        new(name) { Description = description, HelpName = value };

    private static Option<TimeSpan?> Span(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "DURATION",
        CustomParser = Values.OptionalDuration,
    };
}
