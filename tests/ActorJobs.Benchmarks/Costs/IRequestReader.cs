namespace ActorJobs.Benchmarks.Costs;

/// <summary>Follows what one client sends and says how many requests were in it.</summary>
internal interface IRequestReader
{
    /// <summary>The requests that begin in these bytes, the next ones of the connection.</summary>
    int Read(ReadOnlySpan<byte> sent);
}
