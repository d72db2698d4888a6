using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace ActorJobs.Gateway.Access;

/// <summary>
/// Sessions of people who signed in with a key: a cookie that says what its holder may do until when, sealed with a secret
/// that follows from all keys. So every gateway of the same keys knows it, nothing is kept, it never holds the key, and with
/// a key taken away all sessions end.
/// </summary>
internal sealed class Sessions(GatewayOptions options, KeyCheck keys, TimeProvider time)
{
    public const string CookieName = "actorjobs_session";
    private static readonly TimeSpan MaxLife = TimeSpan.FromHours(12);

    private readonly byte[] _secret = HMACSHA256.HashData(
        Encoding.UTF8.GetBytes("actorjobs session"), Encoding.UTF8.GetBytes($"{options.ApiKeys}\n{options.JwtSecret}"));

    /// <summary>Opens a session for the holder of a key; null when the key opens none.</summary>
    public async ValueTask<KeyGrant?> OpenAsync(string key, HttpContext context)
    {
        if (await keys.FindAsync(key) is not { } grant || (grant.Scopes & (GatewayScopes.Read | GatewayScopes.Admin)) == 0)
        {
            return null;
        }
        var end = time.GetUtcNow() + MaxLife;
        var until = grant.Until is { } limit && limit < end ? limit : end;
        context.Response.Cookies.Append(CookieName, Seal(grant.Scopes, until), Rules(context.Request));
        return grant with { Until = until };
    }

    /// <summary>Ends the session of this browser.</summary>
    public static void Close(HttpContext context) =>
        context.Response.Cookies.Delete(CookieName, Rules(context.Request));

    /// <summary>What the session of a request grants; null without one that holds.</summary>
    public KeyGrant? Read(HttpRequest request)
    {
        var parts = request.Cookies[CookieName]?.Split('.') ?? [];
        if (parts.Length != 3
            || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var scopes)
            || !long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || !CryptographicOperations.FixedTimeEquals(
                Encoding.UTF8.GetBytes(parts[2]), Encoding.UTF8.GetBytes(Mark($"{parts[0]}.{parts[1]}"))))
        {
            return null;
        }
        var until = DateTimeOffset.FromUnixTimeSeconds(seconds);
        return until > time.GetUtcNow() ? new KeyGrant((GatewayScopes)scopes, until) : null;
    }

    private string Seal(GatewayScopes scopes, DateTimeOffset until)
    {
        var content = string.Create(CultureInfo.InvariantCulture, $"{(int)scopes}.{until.ToUnixTimeSeconds()}");
        return $"{content}.{Mark(content)}";
    }

    private string Mark(string content) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(_secret, Encoding.UTF8.GetBytes(content)));

    // Strict: no other site can make a browser send it, be it with a form, a link or a socket.
    private static CookieOptions Rules(HttpRequest request) => new()
    {
        HttpOnly = true,
        IsEssential = true,
        Path = "/",
        SameSite = SameSiteMode.Strict,
        Secure = request.IsHttps,
    };
}
