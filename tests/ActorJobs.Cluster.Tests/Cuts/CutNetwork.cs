using System.Diagnostics;

namespace ActorJobs.Cluster.Tests.Cuts;

/// <summary>
/// A network of namespaces of its own: each node in one, all joined by a router, which can be told to drop what one sends to
/// another, silently and in one direction. The store is on the test's own side, place 0.
/// </summary>
internal sealed class CutNetwork : IDisposable
{
    /// <summary>The network that all addresses are of.</summary>
    public const string Range = "10.77.0.0/16";

    private const string Namespaces = "/run/netns";
    private const int Host = 0;
    private static int _made;
    private readonly string _name = $"aj{Environment.ProcessId}{(char)('a' + (Interlocked.Increment(ref _made) % 26))}";
    private readonly HashSet<(int From, int To)> _cuts = [];
    private readonly int _nodes;

    /// <param name="nodes">How many, from place 1.</param>
    public CutNetwork(int nodes)
    {
        _nodes = nodes;
        RemoveLeftovers();
        Ip("netns", "add", Router);
        Run("ip", "netns", "exec", Router, "sysctl", "-qw", "net.ipv4.ip_forward=1");
        Join(Host);
        Ip("route", "add", Range, "via", Gateway(Host));
        for (var node = 1; node <= nodes; node++)
        {
            Ip("netns", "add", Namespace(node));
            Join(node);
            Ip("-n", Namespace(node), "link", "set", "lo", "up");
            Ip("-n", Namespace(node), "route", "add", "default", "via", Gateway(node));
        }
    }

    private string Router => $"{_name}r";

    /// <summary>The address of a node, or of the test's own side.</summary>
    public static string Address(int place) => $"10.77.{place}.2";

    /// <summary>Words in front of a command that is to run at a node's place.</summary>
    public string[] Enter(int node) => ["ip", "netns", "exec", Namespace(node)];

    /// <summary>From now on nothing arrives in this direction.</summary>
    public void CutOneWay(int from, int to)
    {
        if (_cuts.Add((from, to)))
        {
            Rule("add", from, to);
        }
    }

    /// <summary>From now on nothing arrives in either direction.</summary>
    public void Cut(int one, int other)
    {
        CutOneWay(one, other);
        CutOneWay(other, one);
    }

    /// <summary>Everything arrives again.</summary>
    public void Heal()
    {
        foreach (var (from, to) in _cuts)
        {
            Rule("del", from, to);
        }
        _cuts.Clear();
    }

    public void Dispose()
    {
        // A namespace takes its time to end, and its links with it: the test's own goes now, with its address.
        Ip("link", "del", Link(Host));
        for (var node = 1; node <= _nodes; node++)
        {
            Ip("netns", "del", Namespace(node));
        }
        Ip("netns", "del", Router);
    }

    private static string Gateway(int place) => $"10.77.{place}.1";

    private string Namespace(int node) => $"{_name}n{node}";

    private string Link(int place) => $"{_name}e{place}";

    private void Join(int place)
    {
        var (atRouter, atPlace) = ($"{_name}h{place}", Link(place));
        Ip("link", "add", atRouter, "netns", Router, "type", "veth", "peer", "name", atPlace);
        Ip("-n", Router, "addr", "add", $"{Gateway(place)}/24", "dev", atRouter);
        Ip("-n", Router, "link", "set", atRouter, "up");
        string[] there = [];
        if (place != Host)
        {
            Ip("link", "set", atPlace, "netns", Namespace(place));
            there = ["-n", Namespace(place)];
        }
        Ip([.. there, "addr", "add", $"{Address(place)}/24", "dev", atPlace]);
        Ip([.. there, "link", "set", atPlace, "up"]);
    }

    private void Rule(string change, int from, int to) =>
        Ip("-n", Router, "rule", change, "from", Address(from), "to", Address(to), "blackhole");

    /// <summary>What a test run left that was killed: its addresses are ours.</summary>
    private static void RemoveLeftovers()
    {
        if (!Directory.Exists(Namespaces))
        {
            return;
        }
        foreach (var name in Directory.GetFiles(Namespaces, "aj*").Select(Path.GetFileName))
        {
            var process = new string([.. name!.Skip(2).TakeWhile(char.IsAsciiDigit)]);
            if (process.Length > 0 && !Directory.Exists($"/proc/{process}"))
            {
                Ip("netns", "delete", name!);
            }
        }
    }

    private static void Ip(params string[] words) => Run("ip", words);

    private static void Run(string command, params string[] words)
    {
        using var process = Process.Start(new ProcessStartInfo(command, words) { RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        process.ExitCode.ShouldBe(0, $"{command} {string.Join(' ', words)}: {errors}");
    }
}
