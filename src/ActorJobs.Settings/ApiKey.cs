namespace ActorJobs.Settings;

/// <summary>One entry of <c>API_KEYS</c>.</summary>
/// <param name="Scope">What its holder may do; admin for an entry without a scope.</param>
/// <param name="Key">At least 16 characters, in no other entry.</param>
public sealed record ApiKey(ApiScope Scope, SecretText Key)
{
    /// <summary>Shortest key, in characters.</summary>
    public const int MinLength = 16;
}
