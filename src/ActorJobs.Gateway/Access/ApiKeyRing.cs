using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace ActorJobs.Gateway.Access;

/// <summary>The keys that are known, as hashes. Immutable.</summary>
internal sealed class ApiKeyRing
{
    private readonly ImmutableArray<(byte[] Hash, GatewayScopes Scopes)> _keys;

    private ApiKeyRing(ImmutableArray<(byte[] Hash, GatewayScopes Scopes)> keys) => _keys = keys;

    /// <summary>Reads the setting; faults never hold a key.</summary>
    public static ApiKeyRing Parse(string? setting, ImmutableArray<string>.Builder faults)
    {
        var keys = ImmutableArray.CreateBuilder<(byte[], GatewayScopes)>();
        var entries = (setting ?? "").Split(',', StringSplitOptions.TrimEntries);
        for (var i = 0; i < entries.Length && !string.IsNullOrWhiteSpace(setting); i++)
        {
            var colon = entries[i].IndexOf(':', StringComparison.Ordinal);
            var key = entries[i][(colon + 1)..].Trim();
            var scopes = colon < 0 ? GatewayScopes.All : Scopes(entries[i][..colon]);
            if (scopes == GatewayScopes.None)
            {
                faults.Add($"API_KEYS entry {i + 1} names an unknown scope; write read:KEY, enqueue:KEY, admin:KEY or " +
                    "read+enqueue:KEY.");
            }
            else if (key.Length == 0)
            {
                faults.Add($"API_KEYS entry {i + 1} has no key; write read:KEY, enqueue:KEY, admin:KEY or only KEY.");
            }
            else
            {
                keys.Add((SHA256.HashData(Encoding.UTF8.GetBytes(key)), scopes));
            }
        }
        return new ApiKeyRing(keys.ToImmutable());
    }

    /// <summary>
    /// The scopes of a key; none when it is unknown. Takes the same time for every key of the same length.
    /// </summary>
    public GatewayScopes Find(ReadOnlySpan<char> key)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(key.ToArray()), hash);
        var found = GatewayScopes.None;
        foreach (var (known, scopes) in _keys)
        {
            found |= CryptographicOperations.FixedTimeEquals(known, hash) ? scopes : GatewayScopes.None;
        }
        return found;
    }

    private static GatewayScopes Scopes(string words)
    {
        var all = GatewayScopes.None;
        foreach (var word in words.Split('+', StringSplitOptions.TrimEntries))
        {
            var scope = ScopeWords.Parse(word);
            if (scope == GatewayScopes.None)
            {
                return GatewayScopes.None;
            }
            all |= scope;
        }
        return all;
    }
}
