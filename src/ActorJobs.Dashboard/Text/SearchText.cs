namespace ActorJobs.Dashboard.Text;

/// <summary>What people type into the search box.</summary>
internal static class SearchText
{
    private static readonly string[] Prefixes = ["tag", "key", "error", "type", "state", "priority"];

    /// <summary>Where it leads: an id to its job, <c>word:text</c> and any other text to a list.</summary>
    public static string ToPath(string text)
    {
        if (JobId.TryParse(text, out var id))
        {
            return $"jobs/{id}";
        }
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var prefix = colon < 0 ? null : Prefixes.FirstOrDefault(known =>
            text[..colon].Equals(known, StringComparison.OrdinalIgnoreCase));
        return prefix is null
            ? $"jobs?type={Uri.EscapeDataString(text)}"
            : $"jobs?{prefix}={Uri.EscapeDataString(text[(colon + 1)..].Trim())}";
    }
}
