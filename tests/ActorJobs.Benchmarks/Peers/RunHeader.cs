using System.Text.Encodings.Web;
using System.Text.Json;

namespace ActorJobs.Benchmarks.Peers;

/// <summary>
/// The first line of kept results: what somebody must know to compare them with later ones. Without names of hosts and
/// without paths, as it is committed.
/// </summary>
internal sealed record RunHeader(
    string Date, string Commit, string Store, RunMachine Machine, RunVersions Versions, RunSettings Settings,
    IReadOnlyList<RunPeer> Peers)
{
    private static readonly JsonSerializerOptions Names = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // it is read by people, not by a page
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    public string ToLine() => JsonSerializer.Serialize(this, Names);
}

/// <param name="Cores">Those that the run may use.</param>
/// <param name="MemoryGib">All that the machine has.</param>
internal sealed record RunMachine(int Cores, string Cpu, double MemoryGib, string Kernel);

/// <param name="Store">Version of PostgreSQL or Redis.</param>
/// <param name="Node">Version of node.js; null when no peer of it ran.</param>
internal sealed record RunVersions(string Store, string Dotnet, string? Node);

/// <param name="Jobs">As many as were wanted; each peer says how many it got.</param>
/// <param name="StoreSettings">Settings of the server that are not its defaults.</param>
internal sealed record RunSettings(
    int Jobs, int Repetitions, int InFlight, int LatencyJobs, int LatencyIntervalMs, string StoreSettings);

/// <param name="Peer">As in the lines of figures.</param>
/// <param name="Version">Names and versions of its packages.</param>
/// <param name="Keeps">What it keeps of ended jobs.</param>
internal sealed record RunPeer(string Peer, string Version, int Jobs, string Keeps);
