namespace ActorJobs.Payloads;

/// <summary>Protects whole jobs.</summary>
public static class PayloadProtection
{
    /// <summary>
    /// The job as it goes into the store. To be called after admission; a payload that the client encrypted already
    /// stays as it is.
    /// </summary>
    public static NewJob Protect(this IPayloadProtector protector, NewJob job)
    {
        ArgumentNullException.ThrowIfNull(protector);
        ArgumentNullException.ThrowIfNull(job);
        if (EncryptedEnvelope.Is(job.Payload.Span))
        {
            return job;
        }
        var payload = protector.Protect(job.Id, job.Type, PayloadPart.Arguments, job.Payload);
        return payload.Equals(job.Payload) ? job : job with { Payload = payload };
    }
}
