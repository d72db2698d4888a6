namespace ActorJobs.Packages.Tests.PlugIns;

/// <summary>docs/plug-ins.md: a class library that was published from packages runs in the stock node.</summary>
[Collection(PackedCollection.Name)]
public sealed class StockNodeTests(PackedPackages packages, ITestOutputHelper output) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("actorjobs-plug-in-");

    private string Handlers => Path.Combine(_folder.FullName, "handlers");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_published_library_runs_in_the_stock_node()
    {
        using var hang = new CancellationTokenSource(Patience);
        var page = new WrittenPage("docs/plug-ins.md", packages, _folder.FullName);
        await page.WriteFilesAsync(hang.Token);
        await page.WriteSourceAsync(hang.Token);
        await page.Shell.RunAsync(page.Commands("publish").Single(), hang.Token);

        using var node = await NodeProcess.StartedAsync(output, ("HANDLERS_PATH", Handlers));
        var id = await node.Api.EnqueueAsync(new { type = "send_mail", payload = new { to = "ada@example.com" } });
        var job = await node.Api.JobInAsync(id, "succeeded");

        job.Result!.Value.GetProperty("sent").GetString().ShouldBe("ada@example.com");
        job.MaxRetries.ShouldBe(5);
        (await node.Api.GetAsync("/api/v1/nodes")).GetProperty("nodes")[0].GetProperty("types").EnumerateArray()
            .Select(type => type.GetString()).ShouldContain("send_mail");
    }

    [Fact]
    public async Task A_folder_that_cannot_be_used_ends_the_start_with_what_to_do()
    {
        var bare = Directory.CreateDirectory(Path.Combine(Handlers, "Mailer")).FullName;
        new Library("Mailer", Library.Handler("SendMail", "send_mail")).Write(bare);
        using var node = new NodeProcess(output, ("HANDLERS_PATH", Handlers));
        node.Begin();

        (await node.ExitCodeAsync()).ShouldBe(2);
        node.Errors.Lines.ShouldBe([
            $"ActorJobs cannot start: The job handlers of this process cannot be used: '{bare}' has assemblies but no *.deps.json that " +
                "tells what they need; copy the whole output of dotnet publish there.",
        ]);
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_named_with_the_other_faults_of_the_settings()
    {
        using var node = new NodeProcess(output, ("HANDLERS_PATH", Handlers), ("LOG_LEVEL", "loud"));
        node.Begin();

        (await node.ExitCodeAsync()).ShouldBe(2);
        node.Errors.Text.ShouldContain(
            $"HANDLERS_PATH must be the path of a folder that can be read but is '{Handlers}'; correct it or unset it.");
        node.Errors.Text.ShouldContain("LOG_LEVEL must");
    }
}
