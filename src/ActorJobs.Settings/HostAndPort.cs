using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace ActorJobs.Settings;

/// <summary>An address of a node.</summary>
/// <param name="Host">Name or IP address; an IPv6 address without its brackets.</param>
/// <param name="Port">1 to 65535; 0 for any free port where that makes sense.</param>
public readonly record struct HostAndPort(string Host, int Port)
{
    /// <summary>Reads <c>host:port</c> or <c>[v6]:port</c>; the port must be from 1 to 65535.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out HostAndPort address)
    {
        address = default;
        var mark = text?.LastIndexOf(':') ?? -1;
        if (mark <= 0 || !int.TryParse(text.AsSpan(mark + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            || port is < 1 or > 65535)
        {
            return false;
        }
        var host = text![..mark];
        var isBracketed = host.StartsWith('[') && host.EndsWith(']');
        host = isBracketed ? host[1..^1] : host;
        if (!IsHost(host) || (host.Contains(':', StringComparison.Ordinal) && !isBracketed))
        {
            return false;
        }
        address = new HostAndPort(host, port);
        return true;
    }

    /// <summary>True for a host name or an IP address.</summary>
    public static bool IsHost(string? text) => Uri.CheckHostName(text) is not UriHostNameType.Unknown;

    /// <summary><c>host:port</c>, an IPv6 address in brackets.</summary>
    public override string ToString() => Host.Contains(':', StringComparison.Ordinal)
        ? string.Create(CultureInfo.InvariantCulture, $"[{Host}]:{Port}")
        : string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port}");
}
