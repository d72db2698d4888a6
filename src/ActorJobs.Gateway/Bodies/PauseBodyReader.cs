using System.Text.Json;
using ActorJobs.Client;
using ActorJobs.Stores;

namespace ActorJobs.Gateway.Bodies;

/// <summary>Reads <c>{priority?, type?}</c>.</summary>
internal static class PauseBodyReader
{
    private static readonly FieldNames Names = new("priority", "type");

    /// <summary>The pause meant; null when there are faults.</summary>
    public static Pause? Read(ReadOnlySpan<byte> json, DateTimeOffset now, out IReadOnlyList<string> faults)
    {
        try
        {
            var fields = new FieldReader(json, Names);
            if (fields.Open())
            {
                return ReadFields(ref fields, now, out faults);
            }
            faults = [$"The body must be a JSON object but is {FieldFaults.Describe(fields.Kind)}."];
        }
        catch (JsonException exception)
        {
            faults = [FieldFaults.NotJson("The body", exception)];
        }
        catch (InvalidOperationException)
        {
            faults = ["The body holds text that is no Unicode."];
        }
        return null;
    }

    private static Pause? ReadFields(ref FieldReader fields, DateTimeOffset now, out IReadOnlyList<string> faults)
    {
        Priority? priority = null;
        string? type = null;
        while (fields.Next(out var field))
        {
            if (field == 0)
            {
                priority = fields.Priority("priority");
            }
            else
            {
                type = fields.Text("type");
            }
        }
        // A type is held to the same rules as that of a job, which it is to match.
        var rules = type is null
            ? []
            : JobBodyReader.RuleFaults(new JobRequest(type, "{}"u8.ToArray()), JobDefaults.Standard, now);
        faults = [.. fields.Faults ?? [], .. rules];
        return faults.Count == 0 ? new Pause(priority, type) : null;
    }
}
