using System.Collections.Immutable;
using System.Text;
using ActorJobs.Gateway.Access;

namespace ActorJobs.Gateway;

/// <summary>Refuses options under which the gateway would be open to strangers, or could not work.</summary>
public static class GatewayGuard
{
    private const int MinSecretBytes = 32;

    /// <summary>Names every fault of the options as a whole sentence; empty when the gateway may start.</summary>
    public static ImmutableArray<string> Check(GatewayOptions options)
    {
        var faults = ImmutableArray.CreateBuilder<string>();
        foreach (var url in options.Urls)
        {
            CheckUrl(url, options.RequiresKey || options.IsHealthOnly, faults);
        }
        if (options.Urls.Count == 0)
        {
            faults.Add("GATEWAY_URL is empty; set it to an address such as http://127.0.0.1:8080.");
        }
        ApiKeyRing.Parse(options.ApiKeys, faults);
        if (options.JwtSecret is { Length: > 0 } secret && Encoding.UTF8.GetByteCount(secret) < MinSecretBytes)
        {
            faults.Add($"JWT_SECRET must have at least {MinSecretBytes} bytes but has " +
                $"{Encoding.UTF8.GetByteCount(secret)}; make one with 'openssl rand -base64 48'.");
        }
        if (options.MaxPayloadBytes < 1)
        {
            faults.Add($"MaxPayloadBytes must be at least 1 but is {options.MaxPayloadBytes}.");
        }
        return faults.ToImmutable();
    }

    private static void CheckUrl(string url, bool mayBeOpen, ImmutableArray<string>.Builder faults)
    {
        // Kestrel reads '+' and '*' as any address; Uri does not know them.
        var readable = url.Replace("://+", "://0.0.0.0", StringComparison.Ordinal)
            .Replace("://*", "://0.0.0.0", StringComparison.Ordinal);
        if (!Uri.TryCreate(readable, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
        {
            faults.Add($"GATEWAY_URL must be an address such as http://127.0.0.1:8080 but is '{url}'.");
        }
        else if (!mayBeOpen && !Loopback.IsName(uri.Host))
        {
            faults.Add($"GATEWAY_URL '{url}' is reachable by others but neither API_KEYS nor JWT_SECRET is set; set one " +
                "of them, or listen on 127.0.0.1.");
        }
    }
}
