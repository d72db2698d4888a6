using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ActorJobs.Client.Http;
using ActorJobs.Client.Http.Json;

namespace ActorJobs.Cli.Running;

/// <summary>Writes JSON on standard output: indented for a person at a terminal, one line for a program.</summary>
internal static class JsonOut
{
    private static readonly JsonSerializerOptions Compact = Options(indented: false);
    private static readonly JsonSerializerOptions Written = Options(indented: !Console.IsOutputRedirected);

    /// <summary>Writes one document.</summary>
    public static int Write<T>(T value)
    {
        Console.Out.WriteLine(JsonSerializer.Serialize(value, (JsonTypeInfo<T>)Written.GetTypeInfo(typeof(T))));
        return ExitCodes.Done;
    }

    /// <summary>Writes one document of many, on a line of its own.</summary>
    public static void Line<T>(T value) =>
        Console.Out.WriteLine(JsonSerializer.Serialize(value, (JsonTypeInfo<T>)Compact.GetTypeInfo(typeof(T))));

    /// <summary>A fault as a line.</summary>
    public static string Fault(string line, int code) => JsonSerializer.Serialize(
        new FaultOut(line, code), (JsonTypeInfo<FaultOut>)Compact.GetTypeInfo(typeof(FaultOut)));

    private static JsonSerializerOptions Options(bool indented) => new(ClientJson.Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        TypeInfoResolver = JsonTypeInfoResolver.Combine(CliJson.Default, ClientJson.Default),
        WriteIndented = indented,
    };
}

internal sealed record FaultOut(string Error, int ExitCode);

internal sealed record EnqueuedOut(JobId Id, JobState State, bool Duplicate);

internal sealed record BatchOut(long Read, long Accepted, long Duplicates, long Rejected, BatchRejection[] Errors);

internal sealed record ChangedOut(JobId Id, bool Changed, JobState? State, string? Reason);

internal sealed record DeletedOut(string Deleted);

internal sealed record AffectedOut(long Affected);

internal sealed record PausedOut(Priority? Priority, string? Type, bool Changed);

internal sealed record HealthOut(string Status, string[] Reasons, QueueStats Stats, WorkersHealth Workers);

internal sealed record ConfigOut(bool Valid, string[] Faults, string[] Warnings);

internal sealed record EventOut(
    string Event, JobId? Id, string? Type, Priority? Priority, JobState? State, int? Attempt, double? Fraction,
    string? Message, string? Node, string? Status, long? Count, DateTimeOffset? At);

/// <summary>What only this program writes.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, Converters =
[
    typeof(JobIdConverter), typeof(PriorityConverter), typeof(StateConverter), typeof(UtcTimeConverter),
])]
[JsonSerializable(typeof(AffectedOut))]
[JsonSerializable(typeof(BatchOut))]
[JsonSerializable(typeof(ChangedOut[]))]
[JsonSerializable(typeof(ConfigOut))]
[JsonSerializable(typeof(DeletedOut))]
[JsonSerializable(typeof(EnqueuedOut))]
[JsonSerializable(typeof(EventOut))]
[JsonSerializable(typeof(FaultOut))]
[JsonSerializable(typeof(HealthOut))]
[JsonSerializable(typeof(Node[]))]
[JsonSerializable(typeof(PausedOut))]
internal sealed partial class CliJson : JsonSerializerContext;
