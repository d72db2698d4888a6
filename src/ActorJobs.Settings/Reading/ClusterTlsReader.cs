namespace ActorJobs.Settings.Reading;

/// <summary>Reads the settings of TLS and opens the files they name, so that every fault shows at start.</summary>
internal static class ClusterTlsReader
{
    public static ClusterTlsSettings? Read(SettingsSource source)
    {
        var certificate = source.Text(SettingNames.ClusterTlsCertificate);
        var authority = source.Text(SettingNames.ClusterTlsCa);
        var password = source.Text(SettingNames.ClusterTlsPassword);
        if (certificate is null)
        {
            RefuseAlone(source, SettingNames.ClusterTlsCa);
            RefuseAlone(source, SettingNames.ClusterTlsPassword);
            return null;
        }
        if (authority is null)
        {
            source.Faults.Add(
                $"{SettingNames.ClusterTlsCa} must be set together with {SettingNames.ClusterTlsCertificate}; "
                + "name the PEM file of the authority that all members' certificates come from.");
        }
        var settings = new ClusterTlsSettings(
            certificate, password is null ? null : new SecretText(password), authority ?? certificate);
        _ = ClusterCertificates.Load(settings, TimeProvider.System.GetUtcNow(), out var faults);
        foreach (var fault in faults.Where(fault => authority is not null || IsOfFile(fault)))
        {
            Refuse(source, fault);
        }
        return settings;
    }

    // Without an authority only the file of the certificate itself can be judged.
    private static bool IsOfFile(CertificateFault fault) =>
        fault.File == CertificateFile.Own && !fault.Found.StartsWith("the certificate", StringComparison.Ordinal);

    private static void RefuseAlone(SettingsSource source, string name)
    {
        if (source.IsSet(name))
        {
            source.Faults.Add($"{name} must be set only together with {SettingNames.ClusterTlsCertificate}; "
                + "set that to this node's certificate, or unset both.");
        }
    }

    private static void Refuse(SettingsSource source, CertificateFault fault)
    {
        var (name, rule) = fault.File == CertificateFile.Own
            ? (SettingNames.ClusterTlsCertificate,
                "name a PKCS#12 or PEM file with this node's certificate and private key")
            : (SettingNames.ClusterTlsCa, "name a PEM file with the authority's certificates");
        source.Faults.Add($"{name} must {rule}, but {fault.Found}; {fault.Remedy}.");
    }
}
