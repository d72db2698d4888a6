using System.Globalization;
using System.Text;

namespace ActorJobs.Gateway.Status;

/// <summary>
/// Writes the Prometheus text format, version 0.0.4. Label values are words of our own and need no escapes.
/// </summary>
internal sealed class MetricsText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly StringBuilder _text = new();

    /// <summary>Adds a metric with one label.</summary>
    public MetricsText Add(
        string name, string kind, string help, string label, IEnumerable<KeyValuePair<string, long>> values)
    {
        Head(name, kind, help);
        foreach (var (value, count) in values)
        {
            _text.Append(CultureInfo.InvariantCulture, $"{name}{{{label}=\"{value}\"}} {count}\n");
        }
        return this;
    }

    /// <summary>Adds a metric without labels.</summary>
    public MetricsText Add(string name, string kind, string help, double value)
    {
        Head(name, kind, help);
        _text.Append(CultureInfo.InvariantCulture, $"{name} {value}\n");
        return this;
    }

    public override string ToString() => _text.ToString();

    private void Head(string name, string kind, string help) =>
        _text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {kind}\n");
}
