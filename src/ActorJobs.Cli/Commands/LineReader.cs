using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using ActorJobs.Client;
using ActorJobs.Client.Http.Json;

namespace ActorJobs.Cli.Commands;

/// <summary>A line of NDJSON, as the gateway takes it.</summary>
internal sealed record LineModel
{
    public required string Type { get; init; }

    public required JsonElement Payload { get; init; }

    public Priority? Priority { get; init; }

    public DateTimeOffset? RunAt { get; init; }

    public TimeSpan? Delay { get; init; }

    public int? MaxRetries { get; init; }

    public TimeSpan? Timeout { get; init; }

    public string? UniqueKey { get; init; }

    public TimeSpan? UniqueFor { get; init; }

    public string? ConcurrencyKey { get; init; }

    public string[]? Tags { get; init; }

    public JobId? Id { get; init; }

    public JobId[]? After { get; init; }

    public FailurePolicy? OnFailure { get; init; }

    public UniquePolicy? OnDuplicate { get; init; }

    public JobRequest ToRequest() => new(Type, Encoding.UTF8.GetBytes(Payload.GetRawText()), new EnqueueOptions
    {
        Priority = Priority,
        RunAt = RunAt,
        Delay = Delay,
        MaxRetries = MaxRetries,
        Timeout = Timeout,
        UniqueKey = UniqueKey,
        UniqueFor = UniqueFor,
        ConcurrencyKey = ConcurrencyKey,
        Tags = Tags ?? [],
        Id = Id,
        After = After ?? [],
        OnDuplicate = OnDuplicate,
        OnFailure = OnFailure ?? FailurePolicy.Hold,
    });
}

/// <summary>Reads lines strictly: a misspelt field must not be lost.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web,
    PropertyNameCaseInsensitive = false,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    Converters =
    [
        typeof(DurationConverter), typeof(FailurePolicyConverter), typeof(JobIdConverter), typeof(PriorityConverter),
        typeof(UniquePolicyConverter), typeof(UtcTimeConverter),
    ])]
[JsonSerializable(typeof(LineModel))]
internal sealed partial class LineJson : JsonSerializerContext;

/// <summary>Reads jobs out of lines.</summary>
internal static class LineReader
{
    /// <summary>The job of a line, or what is wrong with it.</summary>
    public static (JobRequest? Request, string? Error) Read(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, LineJson.Default.LineModel) is { } model
                ? (model.ToRequest(), null)
                : (null, "The line is no job: it is null.");
        }
        catch (JsonException fault)
        {
            return (null, $"The line is no job: {fault.Message.ReplaceLineEndings(" ")}");
        }
    }
}
