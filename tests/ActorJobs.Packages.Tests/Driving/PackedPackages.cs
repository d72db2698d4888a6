using System.IO.Compression;
using System.Xml.Linq;

namespace ActorJobs.Packages.Tests.Driving;

/// <summary>The packages, packed once for all tests by the command of the first hour, under a version that nobody else has.</summary>
public sealed class PackedPackages : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("actorjobs-packages-");

    /// <summary>The folder of packages as pages write it.</summary>
    public const string WrittenFolder = "~/actorjobs-packages";

    /// <summary>Holds the packages.</summary>
    public string Folder => _folder.FullName;

    /// <summary>Version of all of them.</summary>
    public string Version { get; } = $"0.1.0-test.{Guid.NewGuid():N}";

    /// <summary>As the tests were built, so are the packages.</summary>
    public static string Configuration { get; } =
        AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
            ? "Release"
            : "Debug";

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        using var hang = new CancellationTokenSource(Patience);
        var written = Page.Read("docs/first-hour.md").Single(block => block.Mark == "packages").Text.Trim();
        var command = written.Replace(WrittenFolder, Folder, StringComparison.Ordinal)
            .Replace("-c Release", $"-c {Configuration}", StringComparison.Ordinal);
        command.ShouldStartWith("dotnet pack ");
        // What the page's command would build is built already: these tests are.
        await new Shell(Repository.Root).RunAsync($"{command} --no-build -p:Version={Version} -v quiet -nologo", hang.Token);
    }

    /// <inheritdoc/>
    public Task DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return Task.CompletedTask;
    }

    internal XElement Manifest(string id)
    {
        using var package = Open($"{id}.{Version}.nupkg");
        using var manifest = package.GetEntry($"{id}.nuspec").ShouldNotBeNull().Open();
        var root = XDocument.Load(manifest).Root!;
        foreach (var element in root.DescendantsAndSelf())
        {
            element.Name = element.Name.LocalName;
        }
        return root;
    }

    internal string[] Files(string file)
    {
        using var package = Open(file);
        return [.. package.Entries.Select(entry => entry.FullName)];
    }

    private ZipArchive Open(string file) => ZipFile.OpenRead(Path.Combine(Folder, file));
}

/// <summary>Tests that use the packages run one after another: each starts compilers of its own.</summary>
[CollectionDefinition(Name)]
public sealed class PackedCollection : ICollectionFixture<PackedPackages>
{
    public const string Name = "Packed packages";
}
