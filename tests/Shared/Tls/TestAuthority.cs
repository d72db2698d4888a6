using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ActorJobs.Tests.Tls;

/// <summary>An authority that lives as long as a test, and files of its certificates.</summary>
internal sealed class TestAuthority : IDisposable
{
    public const string Password = "hush-hush";
    private static readonly DateTimeOffset Start = DateTimeOffset.UtcNow.AddDays(-10);
    private readonly X509Certificate2 _root;

    public TestAuthority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        _root = request.CreateSelfSigned(Start, Start.AddDays(100));
        File.WriteAllText(AuthorityPath, _root.ExportCertificatePem());
    }

    public DirectoryInfo Folder { get; } = Directory.CreateTempSubdirectory("actorjobs-tls-");

    public string AuthorityPath => Path.Combine(Folder.FullName, "authority.pem");

    /// <summary>A certificate of the authority, in memory.</summary>
    public X509Certificate2 Issue(string name, bool isExpired = false, string? use = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        if (use is not null)
        {
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(use)], critical: false));
        }
        var end = isExpired ? DateTimeOffset.UtcNow.AddHours(-1) : DateTimeOffset.UtcNow.AddDays(1);
        using var bare = request.Create(_root, Start.AddHours(1), end, RandomNumberGenerator.GetBytes(8));
        return bare.CopyWithPrivateKey(key);
    }

    /// <summary>A PEM file of certificate and key, of which PKCS#8 is the form.</summary>
    public string IssuePem(string name, bool isExpired = false, string? use = null)
    {
        using var certificate = Issue(name, isExpired, use);
        using var key = certificate.GetECDsaPrivateKey()!;
        return Write($"{name}.pem", $"{certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n");
    }

    /// <summary>A PKCS#12 file, locked by <see cref="Password"/>.</summary>
    public string IssuePkcs12(string name)
    {
        using var certificate = Issue(name);
        var path = Path.Combine(Folder.FullName, $"{name}.p12");
        File.WriteAllBytes(path, certificate.Export(X509ContentType.Pkcs12, Password));
        return path;
    }

    public string Write(string name, string text)
    {
        var path = Path.Combine(Folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Settings of a node that has a certificate of this authority.</summary>
    public (string Name, string Value)[] Settings(string name) =>
        [("CLUSTER_TLS_CERTIFICATE", IssuePem(name)), ("CLUSTER_TLS_CA", AuthorityPath)];

    public void Dispose()
    {
        _root.Dispose();
        Folder.Delete(recursive: true);
    }
}
