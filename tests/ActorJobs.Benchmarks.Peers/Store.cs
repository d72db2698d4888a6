namespace ActorJobs.Benchmarks.Peers;

/// <summary>Where the stores are.</summary>
internal static class Store
{
    public static Uri Address(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } url
        ? new Uri(url)
        : throw new InvalidOperationException($"{variable} is not set; tests/bench.sh --peers sets it.");
}
