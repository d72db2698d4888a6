namespace ActorJobs.Benchmarks.Peers;

/// <summary>The PostgreSQL database of this peer, beside those of the others on one server.</summary>
internal static class PeerDatabase
{
    private const string Name = "actorjobs";

    public static string Url(string server) => new UriBuilder(server) { Path = Name }.Uri.AbsoluteUri;

    public static Task RecreateAsync(string server) =>
        throw new BenchmarkException($"There is no PostgreSQL store to measure at {new Uri(server).Authority} yet.");
}
