using System.Text.Json;

namespace ActorJobs.Packages.Tests.FirstHour;

/// <summary>The program of docs/client.md, restored from packages and run against the stock node.</summary>
[Collection(PackedCollection.Name)]
public sealed class ClientProgramTests(PackedPackages packages, ITestOutputHelper output) : IDisposable
{
    private const string WrittenUrl = "http://127.0.0.1:8080";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("actorjobs-client-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_program_with_the_http_client_enqueues_and_brings_no_Akka_along()
    {
        using var hang = new CancellationTokenSource(Patience);
        using var node = await NodeProcess.StartedAsync(output);
        var page = new WrittenPage("docs/client.md", packages, _folder.FullName)
        {
            Adapt = text => text.Replace(WrittenUrl, $"{node.Api.Url}".TrimEnd('/'), StringComparison.Ordinal),
        };
        await page.WriteFilesAsync(hang.Token);
        await page.WriteSourceAsync(hang.Token);

        var said = await page.Shell.RunAsync(page.Commands("enqueue").Single(), hang.Token);

        said.ShouldContain("""Succeeded: {"hello":"world"}""");
        var assets = await File.ReadAllTextAsync(Path.Combine(_folder.FullName, "Enqueue", "obj", "project.assets.json"), hang.Token);
        using var document = JsonDocument.Parse(assets);
        var libraries = document.RootElement.GetProperty("libraries").EnumerateObject().Select(library => library.Name.Split('/')[0]).ToArray();
        libraries.Where(name => name.StartsWith("ActorJobs.", StringComparison.Ordinal)).Order()
            .ShouldBe(["ActorJobs.Abstractions", "ActorJobs.Client.Http"]);
        libraries.Where(name => !name.StartsWith("ActorJobs.", StringComparison.Ordinal))
            .ShouldAllBe(name => name == "Polly.Core" || name.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal));
    }
}
