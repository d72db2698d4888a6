using System.Globalization;
using System.Text.Json;

namespace ActorJobs.Benchmarks;

/// <summary>
/// The same figures of two, taken in turns: both medians, and the ratio of one to the other within a round, which is what counts on a
/// machine that others use too.
/// </summary>
/// <param name="one">Whose ratio it is.</param>
/// <param name="other">To whom.</param>
/// <param name="goals">The least ratio of a figure that is wanted; other figures have none.</param>
internal sealed class SideBySide(string one, string other, Dictionary<string, double> goals)
{
    public Figures One { get; } = new(one);

    public Figures Other { get; } = new(other);

    /// <summary>Runs both so many times; who begins changes.</summary>
    public async Task RunAsync(int repetitions, Func<Figures, Task> runOne, Func<Figures, Task> runOther)
    {
        for (var i = 0; i < repetitions; i++)
        {
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"round {i + 1} of {repetitions}"));
            if (i % 2 == 0)
            {
                await runOne(One);
                await runOther(Other);
            }
            else
            {
                await runOther(Other);
                await runOne(One);
            }
        }
    }

    /// <summary>A table for people, then a line of JSON for each figure that both have.</summary>
    public void Print(TextWriter output)
    {
        var rows = One.Values.Where(figure => Other.Values.ContainsKey(figure.Key))
            .Select(figure => Row(figure.Key, figure.Value, Other.Values[figure.Key])).ToArray();
        output.WriteLine($"| {"median",-36} | {one,12} | {other,12} | {$"{one} to {other}",-26} | {"goal",-12} |");
        output.WriteLine($"|{new string('-', 38)}|{new string('-', 13)}:|{new string('-', 13)}:|{new string('-', 28)}|{new string('-', 14)}|");
        foreach (var row in rows)
        {
            var goal = row.Goal is { } least
                ? string.Create(CultureInfo.InvariantCulture, $"{least:n2} {(row.Ratio >= least ? "met" : "missed")}") : "";
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {row.Figure,-36} | {row.One,12:n0} | {row.Other,12:n0} | {$"{row.Ratio:n2} ({row.Least:n2}-{row.Greatest:n2})",-26} | {goal,-12} |"));
        }
        foreach (var row in rows)
        {
            output.WriteLine(JsonSerializer.Serialize(new
            {
                figure = row.Figure,
                one,
                other,
                one_median = Math.Round(row.One, 1),
                other_median = Math.Round(row.Other, 1),
                ratio = Math.Round(row.Ratio, 3),
                least = Math.Round(row.Least, 3),
                greatest = Math.Round(row.Greatest, 3),
                goal = row.Goal,
                repetitions = row.Repetitions,
            }));
        }
    }

    private Compared Row(string figure, List<double> ones, List<double> others)
    {
        var ratios = ones.Zip(others, (a, b) => a / b).Order().ToArray();
        return new Compared(
            figure, Median(ones), Median(others), Median(ratios), ratios[0], ratios[^1],
            goals.TryGetValue(figure, out var goal) ? goal : null, ratios.Length);
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }

    private sealed record Compared(
        string Figure, double One, double Other, double Ratio, double Least, double Greatest, double? Goal, int Repetitions);
}
