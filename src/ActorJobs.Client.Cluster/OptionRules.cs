using System.Collections.Immutable;
using ActorJobs.Runtime.Client;
using ActorJobs.Settings;

namespace ActorJobs.Client.Cluster;

/// <summary>Checks options; names every fault at once.</summary>
internal static class OptionRules
{
    private const int MinBatchBytes = 64 * 1024;
    private const int MaxCalls = 1000;
    private static readonly TimeSpan MinTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxTimeout = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan MinAttempt = TimeSpan.FromMilliseconds(100);

    /// <summary>The contacts, and the certificates when TLS is asked for.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static (ImmutableArray<HostAndPort> Contacts, ClusterCertificates? Certificates) Check(
        ClusterClientOptions options)
    {
        var faults = new List<string>();
        var contacts = Contacts(options, faults);
        Range(nameof(options.Timeout), options.Timeout, MinTimeout, MaxTimeout, faults);
        Range(nameof(options.AttemptTimeout), options.AttemptTimeout, MinAttempt, options.Timeout, faults);
        Range(nameof(options.MaxConcurrentCalls), options.MaxConcurrentCalls, 1, MaxCalls, faults);
        Range(nameof(options.MaxBatchBytes), options.MaxBatchBytes, MinBatchBytes, EnqueueParts.MaxBytes, faults);
        var certificates = Certificates(options, faults);
        return faults.Count == 0
            ? (contacts, certificates)
            : throw new ArgumentException(string.Join(' ', faults), nameof(options));
    }

    private static ImmutableArray<HostAndPort> Contacts(ClusterClientOptions options, List<string> faults)
    {
        var contacts = ImmutableArray.CreateBuilder<HostAndPort>();
        foreach (var text in options.Contacts.IsDefault ? [] : options.Contacts)
        {
            if (HostAndPort.TryParse(text, out var contact))
            {
                contacts.Add(contact);
            }
            else
            {
                faults.Add($"Contacts must hold host:port of nodes but one is '{text}'; write it as 10.0.0.1:4053.");
            }
        }
        if (contacts.Count == 0 && faults.Count == 0)
        {
            faults.Add("Contacts must hold at least one node; name two of the cluster's as host:port.");
        }
        return contacts.ToImmutable();
    }

    private static ClusterCertificates? Certificates(ClusterClientOptions options, List<string> faults)
    {
        if (options.Tls is not { } tls)
        {
            return null;
        }
        var certificates = ClusterCertificates.Load(tls, TimeProvider.System.GetUtcNow(), out var found);
        faults.AddRange(found.Select(fault => fault.File == CertificateFile.Own
            ? $"Tls.CertificatePath must name this program's certificate and key, but {fault.Found}; {fault.Remedy}."
            : $"Tls.AuthorityPath must name the authority's certificates, but {fault.Found}; {fault.Remedy}."));
        return certificates;
    }

    private static void Range<T>(string name, T value, T min, T max, List<string> faults)
        where T : IComparable<T>
    {
        if (value.CompareTo(min) < 0 || value.CompareTo(max) > 0)
        {
            faults.Add($"{name} must be from {min} to {max} but is {value}; set it within.");
        }
    }
}
