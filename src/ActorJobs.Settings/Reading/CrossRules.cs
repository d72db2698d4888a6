namespace ActorJobs.Settings.Reading;

/// <summary>Rules about several settings together. Each speaks only when the settings it compares are sound
/// themselves.</summary>
internal static class CrossRules
{
    public static void Check(SettingsSource source, NodeSettings settings)
    {
        CheckStore(source, settings);
        CheckGateway(source, settings.Gateway);
        CheckPorts(source, settings);
    }

    private static void CheckStore(SettingsSource source, NodeSettings settings)
    {
        var isShared = source.IsSet(SettingNames.DatabaseUrl) || source.IsSet(SettingNames.RedisUrl);
        if (!isShared && settings.Cluster.NamesOtherNodes)
        {
            source.Refuse(SettingNames.ClusterSeeds,
                "name only this node while jobs are kept in SQLite, which serves one process",
                "unset it, or set DATABASE_URL or REDIS_URL");
        }
        if (source.IsSet(SettingNames.RetainSucceededCount) && !source.IsSet(SettingNames.RedisUrl))
        {
            source.Warnings.Add(
                $"{SettingNames.RetainSucceededCount} is set but has no effect: it bounds the memory that history takes on Redis, " +
                $"and {SettingNames.RedisUrl} is not set; {SettingNames.RetainSucceeded} bounds history here.");
        }
    }

    private static void CheckGateway(SettingsSource source, GatewaySettings gateway)
    {
        var isGuarded = source.IsSet(SettingNames.ApiKeys) || source.IsSet(SettingNames.JwtSecret);
        if (!isGuarded && gateway.Listen is { IsLoopback: false })
        {
            source.Refuse(SettingNames.GatewayUrl,
                "be a loopback address while neither API_KEYS nor JWT_SECRET is set",
                "set one of them, or listen on http://127.0.0.1:8080");
        }
    }

    private static void CheckPorts(SettingsSource source, NodeSettings settings)
    {
        var health = settings.Observation.HealthListen;
        if (health is not null && health.Port != 0 && health.Port == settings.Gateway.Listen?.Port
            && string.Equals(health.Host, settings.Gateway.Listen.Host, StringComparison.OrdinalIgnoreCase))
        {
            source.Refuse(SettingNames.HealthUrl,
                "differ from the address of the gateway, which answers health and metrics itself", "unset it or use another port");
        }
    }
}
