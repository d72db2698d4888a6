namespace ActorJobs.Settings;

/// <summary>Which of the files a fault is about.</summary>
public enum CertificateFile
{
    /// <summary>The process's own certificate and key.</summary>
    Own,

    /// <summary>The authority's certificates.</summary>
    Authority,
}

/// <summary>Why certificates cannot be used.</summary>
/// <param name="File">Which file.</param>
/// <param name="Found">What is wrong with it, as half a sentence that follows "but".</param>
/// <param name="Remedy">What to do, as half a sentence without a full stop.</param>
public sealed record CertificateFault(CertificateFile File, string Found, string Remedy);
