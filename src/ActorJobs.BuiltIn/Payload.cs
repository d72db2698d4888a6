using System.Text.Json;
using ActorJobs.Handlers;
using ActorJobs.Json;

namespace ActorJobs.BuiltIn;

/// <summary>Reads payloads; what does not fit is permanent and names the field, never its text.</summary>
internal static class Payload
{
    public static TArgs Read<TArgs>(string type, ReadOnlyMemory<byte> payload)
    {
        try
        {
            return JsonSerializer.Deserialize<TArgs>(payload.Span, JobJson.Options)
                ?? throw new UndecodablePayloadException(type, "it is null.");
        }
        catch (JsonException fault)
        {
            throw new UndecodablePayloadException(type, $"{FieldOf(fault.Path)} has the wrong form.", fault);
        }
    }

    /// <summary>Throws one permanent error with every fault, if there is one.</summary>
    public static void ThrowIfAny(List<string> faults)
    {
        if (faults.Count > 0)
        {
            throw new JobErrorException(ErrorClass.Permanent, string.Join(' ', faults));
        }
    }

    private static string FieldOf(string? path) => path is null or "$" ? "it" : path.Replace("$.", "", StringComparison.Ordinal);
}
