using ActorJobs.Settings;
using Microsoft.Extensions.Configuration;

namespace ActorJobs.Benchmarks.Stores;

/// <summary>Settings from names and values, as a node reads them from its environment.</summary>
internal static class NodeReading
{
    public static NodeSettings Read(Dictionary<string, string?> values)
    {
        var reading = NodeSettings.Read(
            new ConfigurationBuilder().AddInMemoryCollection(values).Build(), NodeKind.Host);
        return reading.Settings ?? throw new BenchmarkException(string.Join(' ', reading.Faults.Sentences));
    }
}
