namespace ActorJobs.Settings.Reading;

internal static class StoreReader
{
    public static StoreSettings Read(SettingsSource source) => new(
        source.Read<SecretText?>(SettingNames.DatabaseUrl, null, TryParseDatabase,
            "be a URL of the form postgres://user:password@host:port/database",
            "correct it or unset it to keep jobs in SQLite"),
        source.Read<SecretText?>(SettingNames.RedisUrl, null, TryParseRedis,
            "be a URL of the form redis://host:port", "correct it or unset it to keep the queue elsewhere"),
        source.Read<string>(SettingNames.SqlitePath, StoreSettings.DefaultSqlitePath, TryParsePath,
            "be the path of a file", "set it to a path such as data/actorjobs.db"));

    private static bool TryParseDatabase(string text, out SecretText? value)
    {
        value = new SecretText(text);
        return Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "postgres" or "postgresql"
            && url.Host.Length > 0 && url.AbsolutePath.Trim('/').Length > 0;
    }

    private static bool TryParseRedis(string text, out SecretText? value)
    {
        value = new SecretText(text);
        return Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "redis" or "rediss" && url.Host.Length > 0;
    }

    // An in-memory database would lose what was acknowledged, so it is no path here.
    private static bool TryParsePath(string text, out string value)
    {
        value = text;
        return !text.EndsWith('/') && !text.Contains('\0', StringComparison.Ordinal) && !text.StartsWith(':')
            && !text.StartsWith("file:", StringComparison.Ordinal);
    }
}
