using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ActorJobs.Settings;

/// <summary>
/// Decides whose certificates are members': those that come from the cluster's authority, whatever the machine trusts
/// otherwise, at a time when they are valid, and may stand on both ends of a connection.
/// </summary>
/// <param name="authorities">Roots, and intermediates between them and the members' certificates.</param>
/// <remarks>
/// Names in a certificate are not compared with addresses: belonging to the authority is what makes a member.
/// Revocation lists are not asked; short-lived certificates, or a new authority, take one out. Thread-safe.
/// </remarks>
public sealed class CertificateTrust(X509Certificate2Collection authorities)
{
    private const string ServerUse = "1.3.6.1.5.5.7.3.1";
    private const string ClientUse = "1.3.6.1.5.5.7.3.2";

    /// <summary>Null for a certificate of a member, else why it is none, as half a sentence after "it".</summary>
    /// <param name="certificate">What the peer presented; null when it presented none.</param>
    /// <param name="now">The time.</param>
    public string? WhyRefused(X509Certificate2? certificate, DateTimeOffset now)
    {
        if (certificate is null)
        {
            return "was not presented";
        }
        if (now < certificate.NotBefore)
        {
            return $"is not valid before {Utc(certificate.NotBefore)}";
        }
        if (now > certificate.NotAfter)
        {
            return $"expired at {Utc(certificate.NotAfter)}";
        }
        return ComesFromAuthority(certificate, now);
    }

    private static string Utc(DateTime time) =>
        time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private string? ComesFromAuthority(X509Certificate2 certificate, DateTimeOffset now)
    {
        using var chain = new X509Chain();
        var policy = chain.ChainPolicy;
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        policy.CustomTrustStore.AddRange(authorities);
        policy.ExtraStore.AddRange(authorities);
        policy.RevocationMode = X509RevocationMode.NoCheck;
        policy.DisableCertificateDownloads = true;
        policy.VerificationTime = now.LocalDateTime;
        policy.ApplicationPolicy.Add(new Oid(ServerUse));
        policy.ApplicationPolicy.Add(new Oid(ClientUse));
        if (chain.Build(certificate))
        {
            return null;
        }
        var found = chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, one) => all | one.Status);
        if ((found & (X509ChainStatusFlags.PartialChain | X509ChainStatusFlags.UntrustedRoot)) != 0)
        {
            return "does not come from the cluster's authority";
        }
        return (found & X509ChainStatusFlags.NotValidForUsage) != 0
            ? "is not for both server and client authentication"
            : $"does not pass ({found})";
    }
}
