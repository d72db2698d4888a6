using System.Collections.Immutable;

namespace ActorJobs.Gateway.Access;

/// <summary>Finds what a key or a token grants.</summary>
internal sealed class KeyCheck
{
    private readonly ApiKeyRing _keys;
    private readonly TokenReader? _tokens;

    public KeyCheck(GatewayOptions options, TimeProvider time)
    {
        _keys = ApiKeyRing.Parse(options.ApiKeys, ImmutableArray.CreateBuilder<string>());
        _tokens = string.IsNullOrEmpty(options.JwtSecret) ? null : new TokenReader(options.JwtSecret, time);
    }

    /// <summary>What it grants; null when it is not known or not valid.</summary>
    public async ValueTask<KeyGrant?> FindAsync(string key)
    {
        var held = _keys.Find(key);
        if (held != GatewayScopes.None)
        {
            return new KeyGrant(held, Until: null);
        }
        return _tokens is null ? null : await _tokens.ReadAsync(key);
    }
}

/// <summary>What a key or a token grants.</summary>
/// <param name="Scopes">What its holder may do.</param>
/// <param name="Until">When a token ends; null for a key.</param>
internal sealed record KeyGrant(GatewayScopes Scopes, DateTimeOffset? Until);
