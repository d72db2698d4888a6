namespace ActorJobs.Stores.Redis.Opening;

/// <summary>What a server must be, and what is to be known of one that is not quite so.</summary>
internal static class ServerRules
{
    private static readonly Version Oldest = new(7, 0);

    /// <summary>Refuses a server on which jobs would be lost or scripts not run.</summary>
    /// <exception cref="StoreConfigurationException">It cannot be used; the message says what to do.</exception>
    public static void Require(ServerFacts facts, string server)
    {
        if (facts.Version is { } version && version < Oldest)
        {
            throw new StoreConfigurationException(
                $"Redis at {server} has version {version}, but the store needs {Oldest} or newer. Update it.");
        }
        if (Evicts(facts) && facts.MaxMemory > 0)
        {
            throw new StoreConfigurationException(
                $"Redis at {server} removes keys when its memory is full (maxmemory-policy {facts.EvictionPolicy}), which would " +
                "lose jobs. Set maxmemory-policy to noeviction: then new jobs are refused while memory is full, and none is lost.");
        }
    }

    /// <summary>What could lose jobs, as whole sentences; empty when nothing could.</summary>
    public static IEnumerable<string> Warnings(ServerFacts facts)
    {
        if (facts is { HasAppendLog: false, HasSnapshots: false })
        {
            yield return "It keeps nothing on its disk (no appendonly, no save): when it ends, EVERY job is lost. Set " +
                "appendonly yes.";
        }
        else if (facts is { HasAppendLog: false })
        {
            yield return "It keeps only snapshots: when it ends by a crash, every job and outcome since the last one is lost. " +
                "Set appendonly yes.";
        }
        if (Evicts(facts) && facts.MaxMemory == 0)
        {
            yield return $"Its maxmemory-policy is {facts.EvictionPolicy}: once a maxmemory is set, it would remove jobs. Set " +
                "maxmemory-policy to noeviction.";
        }
    }

    /// <summary>What a crash of the server or its machine can lose.</summary>
    public static string Durability(ServerFacts facts) => facts switch
    {
        { HasAppendLog: null } => "It could not be asked what it keeps on its disk; see appendonly and appendfsync.",
        { HasAppendLog: false } => "It has no append-only file.",
        { SyncsAlways: true } => "appendfsync always: what was acknowledged is on its disk.",
        { SyncsAlways: null } =>
            "It keeps an append-only file; how often that is synced could not be asked (appendfsync everysec, the default, can " +
            "lose about the last second of acknowledged writes when the machine crashes).",
        _ => "It keeps an append-only file; what was acknowledged in about the last second can be lost when the server or its " +
            "machine crashes. Set appendfsync always if that is too much.",
    };

    // A volatile policy removes only keys with an expiry; the store sets none.
    private static bool Evicts(ServerFacts facts) =>
        facts.EvictionPolicy?.StartsWith("allkeys", StringComparison.Ordinal) ?? false;
}
