using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ActorJobs.Gateway.Access;

/// <summary>Checks HS256 tokens: signature, life time, scopes.</summary>
internal sealed class TokenReader
{
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(30);

    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false };
    private readonly TokenValidationParameters _rules;

    public TokenReader(string secret, TimeProvider time) => _rules = new TokenValidationParameters
    {
        IssuerSigningKey = new SymmetricSecurityKey(Encoding.UTF8.GetBytes(secret)),
        ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
        ValidateIssuer = false,
        ValidateAudience = false,
        RequireSignedTokens = true,
        RequireExpirationTime = true,
        LifetimeValidator = (from, until, _, _) =>
            until is not null && until + ClockSkew > time.GetUtcNow().UtcDateTime
            && (from is null || from - ClockSkew <= time.GetUtcNow().UtcDateTime),
    };

    /// <summary>What a token grants; null when it is not valid.</summary>
    public async Task<KeyGrant?> ReadAsync(string token)
    {
        var result = await _handler.ValidateTokenAsync(token, _rules);
        if (!result.IsValid)
        {
            return null;
        }
        var scopes = GatewayScopes.None;
        if (result.Claims.TryGetValue("scope", out var claim) && claim is string words)
        {
            foreach (var word in words.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                scopes |= ScopeWords.Parse(word);
            }
        }
        return new KeyGrant(scopes, new DateTimeOffset(result.SecurityToken.ValidTo, TimeSpan.Zero));
    }
}
