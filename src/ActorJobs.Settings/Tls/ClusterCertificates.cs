using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ActorJobs.Settings;

/// <summary>The certificates of a process, read from its files.</summary>
public sealed class ClusterCertificates
{
    private ClusterCertificates(X509Certificate2 own, CertificateTrust trust) => (Own, Trust) = (own, trust);

    /// <summary>The process's own, with its private key; never disposed, as connections use it to the end.</summary>
    public X509Certificate2 Own { get; }

    /// <summary>Whose certificates are members'.</summary>
    public CertificateTrust Trust { get; }

    /// <summary>Reads the files and checks that peers would accept what is in them.</summary>
    /// <param name="settings">Which files.</param>
    /// <param name="now">The time.</param>
    /// <param name="faults">Every fault found; empty when there is an answer.</param>
    /// <returns>Null when there is a fault.</returns>
    public static ClusterCertificates? Load(
        ClusterTlsSettings settings, DateTimeOffset now, out ImmutableArray<CertificateFault> faults)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var found = ImmutableArray.CreateBuilder<CertificateFault>();
        var own = TryRead(
            () => ReadOwn(settings), CertificateFile.Own, "make it readable, with its key and password", found);
        var roots = TryRead(() => ReadAuthority(settings.AuthorityPath),
            CertificateFile.Authority, "make it a readable PEM file", found);
        CheckOwn(own, found);
        CheckAuthority(roots, found);
        var trust = new CertificateTrust(roots ?? []);
        if (found.Count == 0 && trust.WhyRefused(own, now) is { } reason)
        {
            found.Add(new CertificateFault(CertificateFile.Own,
                $"the certificate {reason}", "have the authority of CLUSTER_TLS_CA issue a new one"));
        }
        faults = found.ToImmutable();
        return faults.IsEmpty ? new ClusterCertificates(own!, trust) : null;
    }

    private static void CheckOwn(X509Certificate2? own, ImmutableArray<CertificateFault>.Builder found)
    {
        if (own is { HasPrivateKey: false })
        {
            found.Add(new CertificateFault(
                CertificateFile.Own, "the file holds no private key", "put certificate and key into one file"));
        }
    }

    private static bool IsRoot(X509Certificate2 certificate) =>
        certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);

    private static void CheckAuthority(
        X509Certificate2Collection? roots, ImmutableArray<CertificateFault>.Builder found)
    {
        if (roots is not null && !roots.Any(IsRoot))
        {
            found.Add(new CertificateFault(CertificateFile.Authority,
                "the file holds no root certificate", "put the authority's root into it, as PEM"));
        }
    }

    private static X509Certificate2 ReadOwn(ClusterTlsSettings settings)
    {
        var bytes = File.ReadAllBytes(settings.CertificatePath);
        var password = settings.Password?.Reveal();
        if (bytes.AsSpan().IndexOf("-----BEGIN "u8) < 0)
        {
            return X509CertificateLoader.LoadPkcs12(bytes, password);
        }
        var text = System.Text.Encoding.UTF8.GetString(bytes);
        if (!text.Contains("PRIVATE KEY-----", StringComparison.Ordinal))
        {
            return X509Certificate2.CreateFromPem(text);
        }
        return password is null
            ? X509Certificate2.CreateFromPem(text, text)
            : X509Certificate2.CreateFromEncryptedPem(text, text, password);
    }

    private static X509Certificate2Collection ReadAuthority(string path)
    {
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPem(File.ReadAllText(path));
        return certificates;
    }

    private static T? TryRead<T>(
        Func<T> read, CertificateFile file, string remedy, ImmutableArray<CertificateFault>.Builder found)
        where T : class
    {
        try
        {
            return read();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            found.Add(new CertificateFault(file, "there is no file that can be read", remedy));
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException)
        {
            // Its message may quote the file.
            found.Add(new CertificateFault(file, "its file cannot be opened as certificates", remedy));
        }
        return null;
    }
}
