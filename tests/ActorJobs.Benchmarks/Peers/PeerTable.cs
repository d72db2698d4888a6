using System.Globalization;
using System.Text.Json;

namespace ActorJobs.Benchmarks.Peers;

/// <summary>Figures of several systems: a table for people, and a line of JSON for each figure of each.</summary>
/// <param name="peers">Ours first.</param>
/// <param name="store">The store.</param>
/// <param name="jobs">How many jobs each figure took.</param>
internal sealed class PeerTable(string[] peers, string store, int jobs)
{
    private readonly Dictionary<string, Dictionary<string, List<double>>> _values = [];

    public void Add(string peer, string figure, double value)
    {
        var row = _values.TryGetValue(figure, out var found) ? found : _values[figure] = [];
        (row.TryGetValue(peer, out var values) ? values : row[peer] = []).Add(value);
    }

    public void Print(TextWriter output)
    {
        var names = string.Join(" | ", peers);
        output.WriteLine($"| {store}, {jobs} jobs, median (least-greatest) | {names} | ours to each |");
        output.WriteLine($"|---|{string.Concat(Enumerable.Repeat("---|", peers.Length + 1))}");
        foreach (var (figure, row) in _values)
        {
            var cells = peers.Select(peer => Text(Spread(row[peer])));
            var ratios = peers.Skip(1).Select(peer => Number(Ratio(row, peer)) + "x");
            output.WriteLine($"| {figure} | {string.Join(" | ", cells)} | {string.Join(", ", ratios)} |");
        }
        foreach (var (figure, row) in _values)
        {
            foreach (var peer in peers)
            {
                output.WriteLine(Line(figure, row, peer));
            }
        }
    }

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
            jobs,
            repetitions = row[peer].Count,
        });
    }

    /// <summary>The median of the ratios within each repetition.</summary>
    private double Ratio(Dictionary<string, List<double>> row, string peer) =>
        Spread([.. row[peers[0]].Zip(row[peer], (ours, theirs) => ours / theirs)]).Median;

    private static (double Median, double Least, double Greatest) Spread(List<double> values)
    {
        var sorted = values.Order().ToArray();
        return (Math.Round(sorted[sorted.Length / 2], 3), Math.Round(sorted[0], 3), Math.Round(sorted[^1], 3));
    }

    private static string Text((double Median, double Least, double Greatest) spread) =>
        $"{Number(spread.Median)} ({Number(spread.Least)}-{Number(spread.Greatest)})";

    private static string Number(double value) =>
        value.ToString(value >= 100 ? "n0" : "0.##", CultureInfo.InvariantCulture);
}
