using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;

namespace ActorJobs.Node.Tests;

[Collection(NodeCollection.Name)]
public sealed partial class FirstUseTests(ITestOutputHelper output)
{
    [Fact]
    public async Task First_job_is_enqueued_followed_and_listed()
    {
        using var node = await NodeProcess.StartedAsync(output);
        var id = await node.Api.EnqueueAsync(new { type = "echo", payload = new { hello = "world" }, tags = new[] { "first" } });

        var job = await node.Api.JobInAsync(id, "succeeded");
        job.Result!.Value.GetProperty("hello").GetString().ShouldBe("world");
        job.Attempt.ShouldBe(1);
        job.Node.ShouldNotBeNull();
        job.StartedAt!.Value.ShouldBeInRange(job.CreatedAt, job.FinishedAt!.Value);
        (await node.Api.JobsAsync("&tag=first")).ShouldHaveSingleItem().Id.ShouldBe(id);
        await node.Api.UntilSucceededAsync(1);
        var nodes = (await node.Api.GetAsync("/api/v1/nodes")).GetProperty("nodes");
        nodes.GetArrayLength().ShouldBe(1);
        nodes[0].GetProperty("address").GetString().ShouldBe(job.Node);
        nodes[0].GetProperty("status").GetString().ShouldBe("up");
        nodes[0].GetProperty("slots").GetInt32().ShouldBe(10);
    }

    [Fact]
    public async Task Health_and_api_description_are_there_at_once()
    {
        using var node = await NodeProcess.StartedAsync(output);

        (await node.Api.StatusOfAsync("/health/live")).ShouldBe(HttpStatusCode.OK);
        (await node.Api.StatusOfAsync("/health/ready")).ShouldBe(HttpStatusCode.OK);
        (await node.Api.GetAsync("/api/health/worker")).GetProperty("status").GetString().ShouldBe("healthy");
        (await node.Api.GetAsync("/openapi/v1.json")).GetProperty("paths").TryGetProperty("/api/v1/jobs", out _).ShouldBeTrue();
        (await node.Api.StatusOfAsync("/metrics")).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Every_command_of_the_README_works_as_printed()
    {
        using var node = new NodeProcess(output);
        // The README is read from the root of the tree; there the node finds the folder it is told to index.
        Directory.CreateSymbolicLink(Path.Combine(node.Folder.FullName, "src"), Path.Combine(Repository.Root, "src"));
        await node.StartAsync();
        var blocks = RunBlock().Matches(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "README.md")));
        blocks.Count.ShouldBeGreaterThan(5);
        var script = string.Join('\n', blocks.Select(block => block.Groups["commands"].Value))
            .Replace("127.0.0.1:8080", node.Api.Url.Authority, StringComparison.Ordinal)
            .Replace("curl -s", "curl --fail-with-body -sS", StringComparison.Ordinal);

        using var shell = Process.Start(new ProcessStartInfo("bash", ["-euo", "pipefail", "-c", script])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            WorkingDirectory = Repository.Root,
        })!;
        var said = await Task.WhenAll(shell.StandardOutput.ReadToEndAsync(), shell.StandardError.ReadToEndAsync());
        await shell.WaitForExitAsync();

        shell.ExitCode.ShouldBe(0, string.Join('\n', said));
        var jobs = await Eventually.GetAsync(() => node.Api.JobsAsync(), jobs => jobs.TrueForAll(job => job.IsFinal), "all jobs end");
        jobs.Count(job => job.Type == "echo").ShouldBe(1001);
        jobs.Where(job => job.State != "succeeded").ShouldAllBe(job => job.Type == "fail" && job.Errors[0].Class == "permanent");
        jobs.ShouldContain(job => job.Type == "sync_source");
    }

    [GeneratedRegex("<!-- test: run -->\n```sh\n(?<commands>.*?)```", RegexOptions.Singleline)]
    private static partial Regex RunBlock();
}
