using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace ActorJobs.Settings;

/// <summary>Where an HTTP server of this process listens.</summary>
/// <param name="Text">The URL as Kestrel takes it, for example <c>http://127.0.0.1:8080</c>.</param>
/// <param name="Host">Its host; <c>*</c> or <c>+</c> for every address.</param>
/// <param name="Port">Its port; 0 for any free one.</param>
public sealed record ListenUrl(string Text, string Host, int Port)
{
    /// <summary>True when only this machine can connect.</summary>
    public bool IsLoopback =>
        string.Equals(Host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(Host, out var address) && IPAddress.IsLoopback(address));

    /// <summary>Reads <c>http(s)://host:port</c> without path, query or user.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out ListenUrl? url)
    {
        url = null;
        var wildcard = WildcardOf(text);
        var readable = wildcard is null ? text : text!.Replace($"://{wildcard}", "://0.0.0.0", StringComparison.Ordinal);
        if (!Uri.TryCreate(readable, UriKind.Absolute, out var uri)
            || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps)
            || uri.PathAndQuery != "/" || uri.Fragment.Length > 0 || uri.UserInfo.Length > 0)
        {
            return false;
        }
        url = new ListenUrl(text!.TrimEnd('/'), wildcard ?? uri.Host.Trim('[', ']'), uri.Port);
        return true;
    }

    private static string? WildcardOf(string? text) =>
        text is null ? null
        : text.Contains("://*", StringComparison.Ordinal) ? "*"
        : text.Contains("://+", StringComparison.Ordinal) ? "+"
        : null;
}
