using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ActorJobs.Operations.Tests.Prometheus;

/// <summary>
/// A real Prometheus over a node, with the rules of <c>deploy/</c>. They are made faster, as otherwise an alert would take a quarter of
/// an hour: every duration in them (<c>for</c> and ranges alike) is <see cref="Window"/> or shorter. Nothing else is changed.
/// </summary>
internal sealed partial class PrometheusServer : IDisposable
{
    public const string Rules = "deploy/prometheus/rules.yml";
    private const string Window = "20s";
    private const string Patience = "2s";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("actorjobs-prometheus-");
    private readonly Process _process;
    private readonly HttpClient _http;

    public PrometheusServer(Uri node)
    {
        var port = FreePort.Find();
        File.WriteAllText(Path.Combine(_folder.FullName, "rules.yml"), Faster(File.ReadAllText(Path.Combine(Repository.Root, Rules))));
        File.WriteAllText(Path.Combine(_folder.FullName, "prometheus.yml"), $"""
            global: {"{"} scrape_interval: 1s, evaluation_interval: 1s {"}"}
            rule_files: [rules.yml]
            scrape_configs:
              - job_name: actorjobs
                static_configs: [{"{"} targets: ["{node.Authority}"] {"}"}]
            """);
        _process = Process.Start(new ProcessStartInfo("prometheus",
        [
            $"--config.file={_folder.FullName}/prometheus.yml", $"--storage.tsdb.path={_folder.FullName}/data",
            $"--web.listen-address=127.0.0.1:{port}", "--log.level=warn",
        ]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        _process.ErrorDataReceived += (_, _) => { };
        _process.OutputDataReceived += (_, _) => { };
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        _http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
    }

    /// <summary>The rules with shorter durations.</summary>
    public static string Faster(string rules) =>
        RangeText().Replace(ForText().Replace(rules, $"${{1}}{Patience}"), $"[{Window}]");

    /// <summary>Names of the alerts that fire.</summary>
    public async Task<HashSet<string>> FiringAsync()
    {
        var answer = await GetAsync("/api/v1/alerts");
        return answer is null ? [] : [.. answer.Value.GetProperty("data").GetProperty("alerts").EnumerateArray()
            .Where(alert => alert.GetProperty("state").GetString() == "firing")
            .Select(alert => alert.GetProperty("labels").GetProperty("alertname").GetString()!)];
    }

    /// <summary>The value of an expression; null when it has none.</summary>
    public async Task<double?> ValueAsync(string expression)
    {
        var answer = await GetAsync($"/api/v1/query?query={Uri.EscapeDataString(expression)}");
        var result = answer?.GetProperty("data").GetProperty("result");
        return result is { } values && values.GetArrayLength() > 0
            ? double.Parse(values[0].GetProperty("value")[1].GetString()!, System.Globalization.CultureInfo.InvariantCulture)
            : null;
    }

    public void Dispose()
    {
        _http.Dispose();
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task<JsonElement?> GetAsync(string path)
    {
        try
        {
            return await _http.GetFromJsonAsync<JsonElement>(path);
        }
        catch (HttpRequestException)
        {
            return null; // it is starting
        }
    }

    [GeneratedRegex(@"(\bfor: )\d+[smh]")]
    private static partial Regex ForText();

    [GeneratedRegex(@"\[\d+[smh]\]")]
    private static partial Regex RangeText();
}
