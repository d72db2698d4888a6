namespace ActorJobs.Benchmarks.Costs;

/// <summary>A server whose every expense is counted.</summary>
internal interface ICostedStore : IAsyncDisposable
{
    /// <summary>The port that clients use; what goes through it is counted.</summary>
    int Port { get; }

    /// <summary>Waits until the clients have gone and their work is accounted for, then sums up.</summary>
    Task<Costs> SpentAsync();
}
