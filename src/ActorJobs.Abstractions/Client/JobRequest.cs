using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using ActorJobs.Handlers;
using ActorJobs.Json;

namespace ActorJobs.Client;

/// <summary>One job of a batch.</summary>
/// <param name="Type">Job type.</param>
/// <param name="Payload">Arguments as UTF-8 JSON; taken as they are.</param>
/// <param name="Options">How it is to run; null for the defaults.</param>
public sealed record JobRequest(string Type, ReadOnlyMemory<byte> Payload, EnqueueOptions? Options = null)
{
    /// <summary>Writes arguments as JSON into a request.</summary>
    public static JobRequest For<TArgs>(string type, TArgs args, EnqueueOptions? options = null) =>
        new(type, JsonSerializer.SerializeToUtf8Bytes(args, JobJson.Options), options);

    /// <summary>Writes arguments by source-generated code.</summary>
    public static JobRequest For<TArgs>(string type, TArgs args, JsonTypeInfo<TArgs> json, EnqueueOptions? options = null) =>
        new(type, JsonSerializer.SerializeToUtf8Bytes(args, json), options);

    /// <summary>
    /// Writes arguments of a type with <see cref="JobAttribute"/>, which names the job and says what the options leave open.
    /// </summary>
    /// <exception cref="ArgumentException">The type has no such attribute.</exception>
    /// <exception cref="InvalidJobException">The attribute cannot be read, or a key cannot be made.</exception>
    public static JobRequest For<TArgs>(TArgs args, EnqueueOptions? options = null)
    {
        var type = JobNames.Require(typeof(TArgs));
        var job = typeof(TArgs).GetCustomAttribute<JobAttribute>()!;
        var payload = Write(args, job.Version);
        var faults = new List<string>();
        var complete = job.ToOptions(faults.Add).Complete(options ?? new EnqueueOptions(), payload, faults.Add);
        return faults.Count == 0 ? new JobRequest(type, payload, complete) : throw new InvalidJobException([.. faults]);
    }

    /// <summary>The first form is written as it is, so that programs without .NET need know of no versions.</summary>
    private static byte[] Write<TArgs>(TArgs args, int version)
    {
        if (version == 1)
        {
            return JsonSerializer.SerializeToUtf8Bytes(args, JobJson.Options);
        }
        var json = JsonSerializer.SerializeToNode(args, JobJson.Options)!.AsObject();
        json[JobArguments<TArgs>.VersionName] = version;
        return JsonSerializer.SerializeToUtf8Bytes<JsonNode>(json, JobJson.Options);
    }
}
