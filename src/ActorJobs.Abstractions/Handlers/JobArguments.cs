using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace ActorJobs.Handlers;

/// <summary>
/// Reads payloads as the arguments of a handler, older forms too. The form of a payload is the number under
/// <see cref="VersionName"/> in it; without one it is the first.
/// </summary>
/// <param name="type">Job type.</param>
/// <param name="json">How the arguments are read.</param>
/// <param name="version">The form that the handler knows.</param>
/// <param name="steps">From each form to the next: the first makes form 2 of form 1.</param>
internal sealed class JobArguments<TArgs>(
    string type, JsonTypeInfo<TArgs> json, int version, ImmutableArray<Func<JsonObject, JsonObject>> steps)
{
    /// <summary>Where a payload holds the number of its form.</summary>
    public const string VersionName = "_version";

    public TArgs Read(ReadOnlyMemory<byte> payload)
    {
        try
        {
            var args = version == 1 ? JsonSerializer.Deserialize(payload.Span, json) : ReadVersioned(payload);
            return args ?? throw new UndecodablePayloadException(type, "it is null.");
        }
        catch (JsonException fault)
        {
            throw new UndecodablePayloadException(
                type, $"at {fault.Path ?? "$"} it does not fit {typeof(TArgs).Name}.", fault);
        }
        catch (NotSupportedException fault)
        {
            throw new UndecodablePayloadException(type, $"{typeof(TArgs).Name} cannot be read from JSON.", fault);
        }
    }

    private TArgs? ReadVersioned(ReadOnlyMemory<byte> payload)
    {
        var given = JsonNode.Parse(payload.Span) as JsonObject
            ?? throw new UndecodablePayloadException(type, $"it is no object, as arguments with versions are.");
        var form = VersionOf(given);
        given.Remove(VersionName);
        if (form > version)
        {
            throw new JobErrorException(ErrorClass.Recoverable,
                $"The payload of a '{type}' job has form {form}, but this node's handler knows forms up to {version}; it is tried " +
                "again, so that a node of the newer release may run it.");
        }
        for (; form < version; form++)
        {
            given = steps[form - 1](given);
        }
        return given.Deserialize(json);
    }

    private int VersionOf(JsonObject payload) => payload[VersionName] switch
    {
        null => 1,
        JsonValue value when value.TryGetValue<int>(out var form) && form >= 1 => form,
        _ => throw new UndecodablePayloadException(type, $"its {VersionName} is no number from 1."),
    };
}
