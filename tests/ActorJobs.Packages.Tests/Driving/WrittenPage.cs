namespace ActorJobs.Packages.Tests.Driving;

/// <summary>A page whose files and commands are walked in a folder, with the packages that the tests have packed.</summary>
internal sealed class WrittenPage
{
    private const string FileMark = "file: ";
    private const string CommandMark = "test: ";

    /// <summary>Version of the packages as pages write it.</summary>
    public const string Version = "0.1.0";

    private readonly PackedPackages _packages;
    private readonly string _folder;

    /// <param name="page">Path of the page.</param>
    /// <param name="packages">The packages.</param>
    /// <param name="folder">Empty.</param>
    public WrittenPage(string page, PackedPackages packages, string folder)
    {
        (_packages, _folder) = (packages, folder);
        Blocks = Page.Read(page);
        // What is restored here must not stay for others: it goes to a folder of its own, in front of what the machine has.
        Shell = new Shell(
            folder, ("NUGET_PACKAGES", Path.Combine(folder, "restored")), ("NUGET_FALLBACK_PACKAGES", GlobalPackages()));
    }

    public Block[] Blocks { get; }

    public Shell Shell { get; }

    /// <summary>Changes to the page's text besides those of the packages.</summary>
    public Func<string, string> Adapt { get; init; } = text => text;

    /// <summary>The commands with a mark, in order.</summary>
    public string[] Commands(string mark) =>
        [.. Blocks.Where(block => block.Mark == CommandMark + mark).Select(block => Adapted(block.Text))];

    /// <summary>Writes the page's files.</summary>
    public async Task WriteFilesAsync(CancellationToken cancellationToken)
    {
        foreach (var file in Blocks.Where(block => block.Mark.StartsWith(FileMark, StringComparison.Ordinal)))
        {
            var path = Path.Combine(_folder, file.Mark[FileMark.Length..]);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, Adapted(file.Text), cancellationToken);
        }
    }

    /// <summary>Writes the file that names the folder of packages, for a page that does not show it.</summary>
    public Task WriteSourceAsync(CancellationToken cancellationToken) => File.WriteAllTextAsync(
        Path.Combine(_folder, "nuget.config"),
        $"""<configuration><packageSources><add key="actorjobs" value="{_packages.Folder}" /></packageSources></configuration>""",
        cancellationToken);

    private string Adapted(string text) => Adapt(text)
        .Replace($"Version=\"{Version}\"", $"Version=\"{_packages.Version}\"", StringComparison.Ordinal)
        .Replace(PackedPackages.WrittenFolder.Replace("~", "%HOME%", StringComparison.Ordinal), _packages.Folder, StringComparison.Ordinal);

    private static string GlobalPackages() => Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } folder ? folder
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
}
