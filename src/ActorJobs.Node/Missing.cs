using ActorJobs.Settings;

namespace ActorJobs.Node;

/// <summary>
/// Settings that are valid but ask for what this build does not have. To run on without it would be worse than not to
/// start: jobs in another store than meant, payloads not encrypted.
/// </summary>
internal static class Missing
{
    public static IReadOnlyList<string> Of(NodeSettings settings)
    {
        var faults = new List<string>();
        if (settings.Store.DatabaseUrl is not null)
        {
            faults.Add("DATABASE_URL is set but this build has no PostgreSQL store; unset it to keep jobs in SQLITE_PATH.");
        }
        if (settings.Store.RedisUrl is not null)
        {
            faults.Add("REDIS_URL is set but this build has no Redis store; unset it to keep jobs in SQLITE_PATH.");
        }
        if (settings.Encryption.Key is not null)
        {
            faults.Add("PAYLOAD_ENCRYPTION_KEY is set but this build does not encrypt payloads; unset it to run without.");
        }
        return faults;
    }
}
