using ActorJobs.Settings;

namespace ActorJobs.Nodes;

/// <summary>
/// Settings that are valid but ask for what this build does not have. To run on without it would be worse than not to
/// start: payloads not encrypted.
/// </summary>
internal static class Missing
{
    public static IReadOnlyList<string> Of(NodeSettings settings)
    {
        var faults = new List<string>();
        if (settings.Encryption.Key is not null)
        {
            faults.Add("PAYLOAD_ENCRYPTION_KEY is set but this build does not encrypt payloads; unset it to run without.");
        }
        return faults;
    }
}
