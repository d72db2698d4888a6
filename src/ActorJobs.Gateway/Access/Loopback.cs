using System.Net;
using System.Net.Sockets;

namespace ActorJobs.Gateway.Access;

/// <summary>Which host names mean this machine: <c>localhost</c>, 127.0.0.0/8 and <c>::1</c>.</summary>
internal static class Loopback
{
    public static bool IsName(string? host)
    {
        if (string.IsNullOrEmpty(host))
        {
            return false;
        }
        if (host == "127.0.0.1" || host.Equals("localhost", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }
        var bare = host[0] == '[' && host[^1] == ']' ? host[1..^1] : host;
        // IPAddress also reads forms such as '127.1', which no browser sends as a name: only full ones count.
        return IPAddress.TryParse(bare, out var address) && IPAddress.IsLoopback(address)
            && (address.AddressFamily == AddressFamily.InterNetworkV6 || bare.Count(c => c == '.') == 3);
    }
}
