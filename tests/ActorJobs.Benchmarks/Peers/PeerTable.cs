using System.Globalization;
using System.Text.Json;

namespace ActorJobs.Benchmarks.Peers;

/// <summary>Figures of several systems: a table for people, and a line of JSON for each figure of each.</summary>
/// <param name="peers">Name of each, ours first, and how many jobs its rates are of.</param>
/// <param name="store">The store.</param>
internal sealed class PeerTable((string Name, int Jobs)[] peers, string store)
{
    private readonly Dictionary<string, Dictionary<string, List<double>>> _values = [];
    private readonly Dictionary<(string Peer, string Figure), int> _jobs = [];

    public void Add(string peer, string figure, double value, int jobs)
    {
        var row = _values.TryGetValue(figure, out var found) ? found : _values[figure] = [];
        (row.TryGetValue(peer, out var values) ? values : row[peer] = []).Add(value);
        _jobs[(peer, figure)] = jobs;
    }

    public void Print(TextWriter output)
    {
        var header = peers.Select((peer, i) => string.Create(
            CultureInfo.InvariantCulture, $"{peer.Name}, {peer.Jobs:n0} jobs{(i == 0 ? "" : ", ours to it")}"));
        string[][] rows =
        [
            [$"{store}, median (least-greatest)", .. header],
            .. _values.Select(figure => (string[])[figure.Key, .. peers.Select(peer => Cell(figure.Value, peer.Name))]),
        ];
        var widths = Enumerable.Range(0, rows[0].Length).Select(i => rows.Max(row => row[i].Length)).ToArray();
        output.WriteLine(Row(rows[0], widths));
        output.WriteLine($"|{string.Concat(widths.Select(width => new string('-', width + 2) + "|"))}");
        foreach (var row in rows.Skip(1))
        {
            output.WriteLine(Row(row, widths));
        }
    }

    /// <summary>The lines of JSON.</summary>
    public IEnumerable<string> Lines() =>
        _values.SelectMany(figure => peers.Select(peer => Line(figure.Key, figure.Value, peer.Name)));

    private string Line(string figure, Dictionary<string, List<double>> row, string peer)
    {
        var (median, least, greatest) = Spread(row[peer]);
        return JsonSerializer.Serialize(new
        {
            store,
            peer,
            figure,
            median,
            least,
            greatest,
            ours_to_it = Math.Round(Ratio(row, peer), 3),
            jobs = _jobs[(peer, figure)],
            repetitions = row[peer].Count,
        });
    }

    private string Cell(Dictionary<string, List<double>> row, string peer)
    {
        var (median, least, greatest) = Spread(row[peer]);
        var text = $"{Number(median)} ({Number(least)}-{Number(greatest)})";
        return peer == peers[0].Name ? text : $"{text}, {Number(Ratio(row, peer))}x";
    }

    /// <summary>The median of the ratios within each repetition.</summary>
    private double Ratio(Dictionary<string, List<double>> row, string peer) =>
        Spread([.. row[peers[0].Name].Zip(row[peer], (ours, theirs) => ours / theirs)]).Median;

    private static string Row(string[] cells, int[] widths) =>
        $"| {string.Join(" | ", cells.Select((cell, i) => cell.PadRight(widths[i])))} |";

    private static (double Median, double Least, double Greatest) Spread(List<double> values)
    {
        var sorted = values.Order().ToArray();
        return (Math.Round(sorted[sorted.Length / 2], 3), Math.Round(sorted[0], 3), Math.Round(sorted[^1], 3));
    }

    private static string Number(double value) =>
        value.ToString(value >= 100 ? "n0" : "0.##", CultureInfo.InvariantCulture);
}
