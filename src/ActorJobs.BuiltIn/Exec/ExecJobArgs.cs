namespace ActorJobs.BuiltIn.Exec;

/// <summary>Payload of an <c>exec</c> job, before it is checked.</summary>
internal sealed record ExecJobArgs
{
    public string? Command { get; init; }

    public IReadOnlyList<string>? Args { get; init; }

    public string? Stdin { get; init; }

    public Dictionary<string, string>? Env { get; init; }
}
