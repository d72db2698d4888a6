using System.Globalization;
using ActorJobs.Benchmarks.Servers;

namespace ActorJobs.Benchmarks.Peers;

/// <summary>
/// What the sub-commands of one store, each a process of its own, know of each other: a folder with the SQLite file and
/// the ports of nodes A and B and of node A's gateway.
/// </summary>
internal sealed class PeerHome
{
    private readonly string _folder;

    public PeerHome(string store)
    {
        var peers = Environment.GetEnvironmentVariable("PEERS_HOME");
        _folder = Path.Combine(string.IsNullOrEmpty(peers) ? Path.GetTempPath() : peers, "actorjobs-" + store);
        Directory.CreateDirectory(_folder);
        (FirstPort, SecondPort, GatewayPort) = Ports();
    }

    /// <summary>The SQLite file.</summary>
    public string Database => Path.Combine(_folder, "jobs.db");

    /// <summary>Cluster port of node A, which every other node joins by.</summary>
    public int FirstPort { get; }

    /// <summary>Cluster port of node B.</summary>
    public int SecondPort { get; }

    /// <summary>HTTP port of node A.</summary>
    public int GatewayPort { get; }

    /// <summary>
    /// The right to be node A, for as long as this process lives: the answer is null while another one is.
    /// </summary>
    public FileStream? TryBeFirst()
    {
        try
        {
            return new FileStream(
                Path.Combine(_folder, "first.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Forgets the SQLite file.</summary>
    public void DeleteDatabase()
    {
        foreach (var file in Directory.GetFiles(_folder, Path.GetFileName(Database) + "*"))
        {
            File.Delete(file);
        }
    }

    private (int First, int Second, int Gateway) Ports()
    {
        var file = Path.Combine(_folder, "ports");
        if (!File.Exists(file))
        {
            // Ascending, as the address of lowest port is the cluster's oldest by habit.
            var found = new[] { FreePort.Find(), FreePort.Find(), FreePort.Find() }.Order().ToArray();
            File.WriteAllText(file, string.Create(CultureInfo.InvariantCulture, $"{found[0]} {found[1]} {found[2]}"));
        }
        var ports = File.ReadAllText(file).Split(' ')
            .Select(text => int.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        return (ports[0], ports[1], ports[2]);
    }
}
