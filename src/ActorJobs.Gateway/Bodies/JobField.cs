namespace ActorJobs.Gateway.Bodies;

/// <summary>The fields of a job's body; the order is that of <see cref="JobFields.Names"/>.</summary>
internal enum JobField
{
    Type,
    Payload,
    Priority,
    RunAt,
    Delay,
    MaxRetries,
    Timeout,
    UniqueKey,
    UniqueFor,
    ConcurrencyKey,
    Tags,
    Id,
    After,
    OnFailure,
    OnDuplicate,
}

/// <summary>Names of the fields of a job's body.</summary>
internal static class JobFields
{
    public static FieldNames Names { get; } = new(
        "type", "payload", "priority", "runAt", "delay", "maxRetries", "timeout", "uniqueKey", "uniqueFor",
        "concurrencyKey", "tags", "id", "after", "onFailure", "onDuplicate");
}
