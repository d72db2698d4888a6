using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;

namespace ActorJobs.Samples.Host.Tests;

/// <summary>The sample as a process of its own.</summary>
public sealed class HostTests : IAsyncLifetime
{
    private const string Listens = "Now listening on: ";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("actorjobs-shop-");
    private readonly CancellationTokenSource _hang = new(Patience);
    private readonly HttpClient _http = new();
    private Process _host = null!;

    public async Task InitializeAsync()
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Samples.Shop.Order).Assembly.Location, "--urls", "http://127.0.0.1:0"])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = _folder.FullName,
        };
        start.Environment["SQLITE_PATH"] = "shop.db";
        start.Environment["CLUSTER_PORT"] = "0";
        _host = Process.Start(start)!;
        var lines = new List<string>();
        while (await _host.StandardOutput.ReadLineAsync(_hang.Token) is { } line)
        {
            lines.Add(line);
            if (line.Contains(Listens, StringComparison.Ordinal))
            {
                _http.BaseAddress = new Uri(line[(line.IndexOf(Listens, StringComparison.Ordinal) + Listens.Length)..].Trim());
                _ = _host.StandardOutput.ReadToEndAsync();
                return;
            }
        }
        throw new InvalidOperationException($"The host ended:\n{string.Join('\n', lines)}");
    }

    public async Task DisposeAsync()
    {
        _host.Kill();
        await _host.WaitForExitAsync();
        _host.Dispose();
        _http.Dispose();
        _hang.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Orders_are_charged_and_the_schedule_sums_them_up()
    {
        (await RunAsync("/orders", new { number = 1, customer = "ada", amount = 20 })).GetProperty("state").GetString().ShouldBe("succeeded");
        (await RunAsync("/orders", new { number = 2, customer = "ada", amount = 5000 })).GetProperty("state").GetString().ShouldBe("failed");

        var sum = await RunAsync("/report", null);

        sum.GetProperty("result").GetProperty("orders").GetInt32().ShouldBe(1);
        sum.GetProperty("result").GetProperty("amount").GetDecimal().ShouldBe(20);
        (await _http.GetStringAsync("/health", _hang.Token)).ShouldBe("Healthy");
    }

    /// <summary>Posts, and follows the job that it made to its end.</summary>
    private async Task<JsonElement> RunAsync(string path, object? body)
    {
        while (true)
        {
            using var answer = await _http.PostAsJsonAsync(path, body, _hang.Token);
            if (answer.IsSuccessStatusCode)
            {
                return await EndAsync(answer.Headers.Location!);
            }
            // The node has just started: its schedules are on their way to the scheduler.
            await Task.Delay(TimeSpan.FromMilliseconds(100), _hang.Token);
        }
    }

    private async Task<JsonElement> EndAsync(Uri job)
    {
        while (true)
        {
            var seen = await _http.GetFromJsonAsync<JsonElement>(job, _hang.Token);
            if (seen.GetProperty("state").GetString() is "succeeded" or "failed")
            {
                return seen;
            }
            await Task.Delay(TimeSpan.FromMilliseconds(50), _hang.Token);
        }
    }
}
