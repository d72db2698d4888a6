using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace ActorJobs.Rules;

/// <summary>
/// An entry of an allow-list of hosts: <c>*</c> for any, <c>api.example.com</c> for one, <c>*.example.com</c> for all
/// below it (not itself); each with an optional <c>:port</c>.
/// </summary>
/// <param name="Host">In lower case; an IPv6 address in brackets.</param>
/// <param name="Port">Null for any port.</param>
public readonly record struct HostPattern(string Host, int? Port)
{
    private const string Any = "*";
    private const string Below = "*.";

    /// <summary>Reads an entry; false for a URL, a path, a star elsewhere or a port out of 1 to 65535.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out HostPattern pattern)
    {
        pattern = default;
        if (string.IsNullOrEmpty(text))
        {
            return false;
        }
        var (host, portText) = Split(text.ToLowerInvariant());
        if (portText is not null && !IsPort(portText))
        {
            return false;
        }
        if (host != Any && Uri.CheckHostName(host.StartsWith(Below, StringComparison.Ordinal) ? host[2..] : host)
            is UriHostNameType.Unknown)
        {
            return false;
        }
        pattern = new HostPattern(host, portText is null ? null : int.Parse(portText, CultureInfo.InvariantCulture));
        return true;
    }

    /// <summary>True when the entry allows the host and port of an absolute URL.</summary>
    public bool Allows(Uri url)
    {
        var host = url.IdnHost.ToLowerInvariant();
        host = url.HostNameType == UriHostNameType.IPv6 && !host.StartsWith('[') ? $"[{host}]" : host;
        return (Port is null || Port == url.Port) && (Host == Any || Host == host
            || (Host.StartsWith(Below, StringComparison.Ordinal) && host.EndsWith(Host[1..], StringComparison.Ordinal)));
    }

    /// <summary>The entry as it is written in settings.</summary>
    public override string ToString() =>
        Port is null ? Host : string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port}");

    private static (string Host, string? Port) Split(string text)
    {
        var mark = text.LastIndexOf(':');
        return mark < 0 || mark < text.LastIndexOf(']') ? (text, null) : (text[..mark], text[(mark + 1)..]);
    }

    private static bool IsPort(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is >= 1 and <= 65535;
}
