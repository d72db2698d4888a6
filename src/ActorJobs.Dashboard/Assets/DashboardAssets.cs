using System.Collections.Frozen;
using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace ActorJobs.Dashboard.Assets;

/// <summary>
/// What browsers load: resources of this assembly under paths that change with their content, so they are kept for good and
/// compressed once. Thread-safe.
/// </summary>
internal sealed class DashboardAssets
{
    public const string Route = "/_assets/{mark}/{name}";

    private const string Prefix = "assets/";
    private const int MarkLength = 12;

    private readonly FrozenDictionary<string, Asset> _assets = typeof(DashboardAssets).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
        .ToFrozenDictionary(name => name[Prefix.Length..], name => new Asset(name), StringComparer.Ordinal);

    /// <summary>The path of an asset.</summary>
    public string PathOf(string name) => $"_assets/{_assets[name].Mark}/{name}";

    /// <summary>Answers an asset as it is asked for: compressed where the browser reads that.</summary>
    public IResult Answer(HttpContext context, string mark, string name)
    {
        if (!_assets.TryGetValue(name, out var asset) || asset.Mark != mark)
        {
            return Results.NotFound();
        }
        var accepted = context.Request.Headers.AcceptEncoding.ToString();
        var headers = context.Response.Headers;
        headers.CacheControl = "public, max-age=31536000, immutable";
        headers.Vary = "Accept-Encoding";
        if (accepted.Contains("br", StringComparison.Ordinal))
        {
            headers.ContentEncoding = "br";
            return Results.Bytes(asset.Brotli, asset.ContentType);
        }
        if (accepted.Contains("gzip", StringComparison.Ordinal))
        {
            headers.ContentEncoding = "gzip";
            return Results.Bytes(asset.Gzip, asset.ContentType);
        }
        return Results.Bytes(asset.Plain(), asset.ContentType);
    }

    private sealed class Asset
    {
        private readonly string _resource;
        private readonly Lazy<string> _mark;
        private readonly Lazy<byte[]> _brotli;
        private readonly Lazy<byte[]> _gzip;

        public Asset(string resource)
        {
            _resource = resource;
            _mark = new Lazy<string>(() => Convert.ToHexStringLower(SHA256.HashData(Plain()))[..MarkLength]);
            _brotli = new Lazy<byte[]>(() => Compress(to => new BrotliStream(to, CompressionLevel.Optimal)));
            _gzip = new Lazy<byte[]>(() => Compress(to => new GZipStream(to, CompressionLevel.Optimal)));
        }

        public string Mark => _mark.Value;

        public byte[] Brotli => _brotli.Value;

        public byte[] Gzip => _gzip.Value;

        public string ContentType => Path.GetExtension(_resource) switch
        {
            ".css" => "text/css; charset=utf-8",
            ".js" => "text/javascript; charset=utf-8",
            ".svg" => "image/svg+xml",
            _ => "application/octet-stream",
        };

        public byte[] Plain()
        {
            using var content = typeof(DashboardAssets).Assembly.GetManifestResourceStream(_resource)!;
            var bytes = new byte[content.Length];
            content.ReadExactly(bytes);
            return bytes;
        }

        private byte[] Compress(Func<Stream, Stream> open)
        {
            using var result = new MemoryStream();
            using (var compressing = open(result))
            {
                compressing.Write(Plain());
            }
            return result.ToArray();
        }
    }
}
