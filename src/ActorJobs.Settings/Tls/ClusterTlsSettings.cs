namespace ActorJobs.Settings;

/// <summary>TLS between the members of a cluster, and between them and programs outside that enqueue.</summary>
/// <param name="CertificatePath">
/// <c>CLUSTER_TLS_CERTIFICATE</c>: file of this process's certificate with its private key, PKCS#12 or PEM.
/// </param>
/// <param name="Password"><c>CLUSTER_TLS_PASSWORD</c>: opens that file; null when it is not locked.</param>
/// <param name="AuthorityPath">
/// <c>CLUSTER_TLS_CA</c>: PEM file of the authority, root and intermediates, that all certificates must come from.
/// </param>
public sealed record ClusterTlsSettings(string CertificatePath, SecretText? Password, string AuthorityPath);
