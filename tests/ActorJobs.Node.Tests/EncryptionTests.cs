using System.Text;
using System.Text.Json;

namespace ActorJobs.Node.Tests;

/// <summary>Payloads in a node with a key: what is on the disk, and what becomes of it when keys change.</summary>
[Collection(NodeCollection.Name)]
public sealed class EncryptionTests(ITestOutputHelper output)
{
    private const string Name = "PAYLOAD_ENCRYPTION_KEY";
    private const string OldKey = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private const string NewKey = "ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8=";
    private const string OldId = "630dcd29";
    private const string Secret = "attack-at-dawn";

    [Fact]
    public async Task Nothing_readable_is_on_the_disk_and_the_job_runs()
    {
        using var node = await NodeProcess.StartedAsync(output, (Name, OldKey));
        var id = await node.Api.EnqueueAsync(Echo);

        var job = await node.Api.JobInAsync(id, "succeeded");

        var shown = await node.Api.GetAsync($"/api/v1/jobs/{id}");
        KeyOf(shown.GetProperty("payload")).ShouldBe(OldId);
        KeyOf(job.Result!.Value).ShouldBe(OldId);
        shown.GetRawText().ShouldNotContain(Secret);
        await node.KillAsync(); // so that the write-ahead log stays beside the file
        await ShouldHoldAsync(node, secret: false);
        string.Join('\n', node.Log.Lines).ShouldNotContain(Secret);
    }

    /// <summary>Or the test above would pass whatever the store does.</summary>
    [Fact]
    public async Task Without_a_key_the_payload_is_on_the_disk()
    {
        using var node = await NodeProcess.StartedAsync(output);
        await node.Api.JobInAsync(await node.Api.EnqueueAsync(Echo), "succeeded");
        await node.KillAsync();
        await ShouldHoldAsync(node, secret: true);
    }

    [Fact]
    public async Task Old_jobs_run_after_a_rotation_and_wait_while_their_key_is_not_there()
    {
        using var node = await NodeProcess.StartedAsync(output, (Name, OldKey));
        var rotated = await EnqueueForLaterAsync(node);
        var keyless = await EnqueueForLaterAsync(node);
        var foreign = await EnqueueForLaterAsync(node);

        await RestartAsync(node, $"{NewKey},{OldKey}");
        await node.Api.PostAsync($"/api/v1/jobs/{rotated}/retry");
        KeyOf((await node.Api.JobInAsync(rotated, "succeeded")).Result!.Value).ShouldNotBe(OldId);

        await RestartAsync(node, null);
        await node.Api.PostAsync($"/api/v1/jobs/{keyless}/retry");
        var error = (await node.Api.JobInAsync(keyless, "retrying")).Errors[0];
        (error.Class, error.Message).ShouldBe(("recoverable",
            "The payload is encrypted and this worker has no key; set PAYLOAD_ENCRYPTION_KEY on every worker."));

        await RestartAsync(node, $"{NewKey},{OldKey}");
        await node.Api.JobInAsync(keyless, "succeeded"); // by itself, after its back-off

        await RestartAsync(node, NewKey);
        await node.Api.PostAsync($"/api/v1/jobs/{foreign}/retry");
        error = (await node.Api.JobInAsync(foreign, "retrying")).Errors[0];
        (error.Class, error.Message).ShouldBe(("recoverable",
            $"The payload is encrypted with key {OldId}, which this worker does not have; add that key to {Name} on every "
            + "worker, after the first."));

        await RestartAsync(node, $"{NewKey},{OldKey}");
        await node.Api.JobInAsync(foreign, "succeeded");
    }

    private static object Echo => new { type = "echo", payload = new { secret = Secret } };

    /// <summary>Retried by hand when its turn in the test has come.</summary>
    private static Task<string> EnqueueForLaterAsync(NodeProcess node) =>
        node.Api.EnqueueAsync(new { type = "echo", payload = new { secret = Secret }, delay = "1h", maxRetries = 50 });

    private static async Task RestartAsync(NodeProcess node, string? keys)
    {
        node.Send(Signal.Terminate);
        (await node.ExitCodeAsync()).ShouldBe(0);
        node.Set(Name, keys);
        await node.StartAsync();
    }

    private static string? KeyOf(JsonElement document) =>
        document.GetProperty("$encrypted").GetProperty("key").GetString();

    private static async Task ShouldHoldAsync(NodeProcess node, bool secret)
    {
        var files = Directory.GetFiles(Path.Combine(node.Folder.FullName, "data"));
        files.ShouldContain(file => file.EndsWith("-wal", StringComparison.Ordinal));
        var bytes = await Task.WhenAll(files.Select(file => File.ReadAllBytesAsync(file)));
        bytes.Any(file => file.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Secret)) >= 0).ShouldBe(secret);
    }
}
