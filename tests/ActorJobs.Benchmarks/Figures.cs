using System.Globalization;
using System.Text.Json;

namespace ActorJobs.Benchmarks;

/// <summary>Measured figures by name: median, least and greatest of the repetitions.</summary>
internal sealed class Figures(string store)
{
    private readonly Dictionary<string, List<double>> _values = [];

    /// <summary>What was added, in order.</summary>
    public IReadOnlyDictionary<string, List<double>> Values => _values;

    public void Add(string name, double value)
    {
        if (!_values.TryGetValue(name, out var values))
        {
            _values[name] = values = [];
        }
        values.Add(value);
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-36} {value,12:n2}"));
    }

    public void Print(TextWriter output)
    {
        output.WriteLine($"{"figure",-36} {"median",12} {"min",12} {"max",12}");
        foreach (var (name, values) in _values)
        {
            var (median, min, max) = Spread(values);
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{name,-36} {median,12:n2} {min,12:n2} {max,12:n2}"));
        }
        foreach (var (name, values) in _values)
        {
            var (median, min, max) = Spread(values);
            output.WriteLine(JsonSerializer.Serialize(new
            {
                store,
                figure = name,
                median = Math.Round(median, 3),
                min = Math.Round(min, 3),
                max = Math.Round(max, 3),
                repetitions = values.Count,
            }));
        }
    }

    private static (double Median, double Min, double Max) Spread(List<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[sorted.Length / 2], sorted[0], sorted[^1]);
    }
}
