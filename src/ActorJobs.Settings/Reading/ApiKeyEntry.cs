namespace ActorJobs.Settings.Reading;

/// <summary>One entry of <c>API_KEYS</c>: <c>scope:key</c>, or a bare key, which is admin.</summary>
internal static class ApiKeyEntry
{
    /// <summary>The rule the entry breaks, or null.</summary>
    public static string? FaultOf(string entry, IReadOnlyCollection<ApiKey> earlier, out ApiKey key)
    {
        var mark = entry.IndexOf(':', StringComparison.Ordinal);
        var scope = mark < 0 ? ApiScope.Admin : ScopeOf(entry[..mark]);
        var text = entry[(mark + 1)..].Trim();
        key = new ApiKey(scope ?? ApiScope.Read, new SecretText(text));
        return scope is null ? "start each entry with read:, enqueue:, admin: or no scope at all"
            : text.Length < ApiKey.MinLength ? $"hold keys of at least {ApiKey.MinLength} characters"
            : earlier.Any(other => other.Key.Reveal() == text) ? "hold each key once"
            : null;
    }

    private static ApiScope? ScopeOf(string word) => word.Trim().ToLowerInvariant() switch
    {
        "read" => ApiScope.Read,
        "enqueue" => ApiScope.Enqueue,
        "admin" => ApiScope.Admin,
        _ => null,
    };
}
