namespace ActorJobs.BuiltIn.Http;

/// <summary>Which headers a job may set.</summary>
internal static class HeaderRule
{
    /// <summary>Prefix of the headers that say which job is calling.</summary>
    public const string OwnPrefix = "ActorJobs-";

    // Those that frame the message or choose another host than the one that was checked.
    private static readonly string[] Reserved =
        ["Connection", "Content-Length", "Expect", "Host", "Proxy-Authorization", "TE", "Trailer", "Transfer-Encoding", "Upgrade"];

    // Meant for the host the job named, not for one that it redirects to.
    private static readonly string[] Private = ["Authorization", "Cookie"];

    /// <summary>Why a header cannot be sent, or null.</summary>
    public static string? FaultOf(string name, string? value)
    {
        if (name.Length == 0 || !name.All(IsTokenCharacter))
        {
            return "headers must have names of letters, digits and - _ . characters.";
        }
        if (name.StartsWith(OwnPrefix, StringComparison.OrdinalIgnoreCase)
            || Reserved.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            return $"headers.{name} may not be set by a job.";
        }
        return value is not null && value.All(c => c is '\t' or (>= ' ' and <= '~'))
            ? null
            : $"headers.{name} must be printable ASCII text.";
    }

    /// <summary>True when a header may follow a redirect to another origin.</summary>
    public static bool MayLeaveOrigin(string name) => !Private.Contains(name, StringComparer.OrdinalIgnoreCase);

    private static bool IsTokenCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.';
}
