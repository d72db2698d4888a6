namespace ActorJobs.Nodes;

/// <summary>
/// Which signals go out by OTLP, by OpenTelemetry's own variables: a signal is on when its <c>OTEL_…_EXPORTER</c> is <c>otlp</c>, or
/// that is not set and an endpoint is; <c>none</c> and <c>OTEL_SDK_DISABLED=true</c> switch off. Without any of them nothing is sent.
/// </summary>
internal sealed record TelemetrySwitch(bool Traces, bool Metrics, bool Logs)
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>What the variables of this environment ask for.</summary>
    public static TelemetrySwitch Read(IReadOnlyDictionary<string, string?> variables) =>
        string.Equals(Text(variables, "OTEL_SDK_DISABLED"), "true", StringComparison.OrdinalIgnoreCase)
            ? new TelemetrySwitch(false, false, false)
            : new TelemetrySwitch(IsOn(variables, "TRACES"), IsOn(variables, "METRICS"), IsOn(variables, "LOGS"));

    /// <summary>The variables that begin with <c>OTEL_</c>.</summary>
    public static Dictionary<string, string?> Variables() => Environment.GetEnvironmentVariables()
        .Cast<System.Collections.DictionaryEntry>().Select(entry => (Name: (string)entry.Key, Value: (string?)entry.Value))
        .Where(entry => entry.Name.StartsWith("OTEL_", StringComparison.Ordinal))
        .ToDictionary(entry => entry.Name, entry => entry.Value);

    private static bool IsOn(IReadOnlyDictionary<string, string?> variables, string signal) =>
        Text(variables, $"OTEL_{signal}_EXPORTER") is { } exporter
            ? exporter.Split(',', StringSplitOptions.TrimEntries).Contains("otlp", StringComparer.OrdinalIgnoreCase)
            : (Text(variables, Endpoint) ?? Text(variables, $"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT")) is not null;

    private static string? Text(IReadOnlyDictionary<string, string?> variables, string name) =>
        variables.GetValueOrDefault(name) is { Length: > 0 } text ? text : null;
}
