namespace ActorJobs.BuiltIn.Http;

/// <summary>Result of an <c>http</c> job.</summary>
/// <param name="Status">Status code.</param>
/// <param name="Headers">The few that say what the body is; names in lower case.</param>
/// <param name="Body">Its first 64 KiB as text; null when it is empty.</param>
/// <param name="Truncated">True when the body went on.</param>
internal sealed record HttpJobResult(int Status, IReadOnlyDictionary<string, string> Headers, string? Body, bool Truncated);
