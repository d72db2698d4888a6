using System.Collections.Immutable;

namespace ActorJobs.Settings;

/// <summary>The HTTP gateway of this process and who may use it.</summary>
/// <param name="Listen"><c>GATEWAY_URL</c>: default <c>http://127.0.0.1:8080</c> in thin and gateway-only, else off;
/// null when off.</param>
/// <param name="ApiKeys"><c>API_KEYS</c>: <c>scope:key</c> entries; default none.</param>
/// <param name="JwtSecret"><c>JWT_SECRET</c>: at least 32 bytes, signs tokens by HMAC; default none.</param>
public sealed record GatewaySettings(ListenUrl? Listen, ImmutableArray<ApiKey> ApiKeys, SecretText? JwtSecret)
{
    /// <summary>Address in thin and gateway-only when the setting is not set.</summary>
    public static readonly ListenUrl DefaultListen = new("http://127.0.0.1:8080", "127.0.0.1", 8080);

    /// <summary>Fewest bytes of <c>JWT_SECRET</c>: the hash length of HS256 (RFC 7518, section 3.2).</summary>
    public const int MinJwtSecretBytes = 32;

    /// <summary>True when callers must show a key or a token.</summary>
    public bool RequiresAuthentication => ApiKeys.Length > 0 || JwtSecret is not null;
}
