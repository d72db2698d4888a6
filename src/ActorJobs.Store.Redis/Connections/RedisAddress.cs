using System.Collections.Immutable;
using System.Globalization;

namespace ActorJobs.Stores.Redis.Connections;

/// <summary>A server and how to sign in there. Its text leaves user and password out.</summary>
internal sealed record RedisAddress(string Host, int Port, bool IsTls, string? User, string? Password, int Database)
{
    private const int DefaultPort = 6379;
    private const int MaxDatabase = 65_535;

    /// <summary>Reads a URL; false with every fault when it is none. No fault repeats any of it but its scheme.</summary>
    public static bool TryParse(string? url, out RedisAddress? address, out ImmutableArray<string> faults)
    {
        address = null;
        faults = [];
        const string Form = "redis://[user:password@]host[:port][/database], or rediss:// for TLS";
        if (string.IsNullOrWhiteSpace(url))
        {
            faults = [$"{nameof(RedisStoreOptions.Url)} is missing; write it as {Form}."];
            return false;
        }
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Host.Length == 0)
        {
            faults = [
                $"{nameof(RedisStoreOptions.Url)} is not a URL; write it as {Form}, with characters such as @ / # in a " +
                "password as % and their code."];
            return false;
        }
        var found = new List<string>();
        if (uri.Scheme is not ("redis" or "rediss"))
        {
            found.Add($"{nameof(RedisStoreOptions.Url)} must begin with redis:// or rediss:// but begins with {uri.Scheme}://.");
        }
        if (uri.Query.Length > 0 || uri.Fragment.Length > 0)
        {
            found.Add($"{nameof(RedisStoreOptions.Url)} must not have a part behind ? or #; write such a character of a " +
                "password as % and its code.");
        }
        var database = 0;
        var path = uri.AbsolutePath.Trim('/');
        if (path.Length > 0
            && !(int.TryParse(path, NumberStyles.None, CultureInfo.InvariantCulture, out database) && database <= MaxDatabase))
        {
            found.Add($"{nameof(RedisStoreOptions.Url)} must end with the number of a database from 0 to {MaxDatabase}, or with none.");
        }
        if (found.Count > 0)
        {
            faults = [.. found];
            return false;
        }
        var (user, password) = SplitUser(uri.UserInfo);
        address = new RedisAddress(
            uri.DnsSafeHost, uri.Port > 0 ? uri.Port : DefaultPort, uri.Scheme == "rediss", user, password, database);
        return true;
    }

    /// <summary>What may be shown of a URL.</summary>
    public static string Describe(string? url) => TryParse(url, out var address, out _) ? address!.ToString() : "no valid URL";

    /// <summary><c>host:port/database</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port}/{Database}");

    private static (string? User, string? Password) SplitUser(string info)
    {
        if (info.Length == 0)
        {
            return (null, null);
        }
        var mark = info.IndexOf(':', StringComparison.Ordinal);
        var user = Uri.UnescapeDataString(mark < 0 ? info : info[..mark]);
        var password = mark < 0 ? null : Uri.UnescapeDataString(info[(mark + 1)..]);
        return (user.Length == 0 ? null : user, password is { Length: > 0 } ? password : null);
    }
}
