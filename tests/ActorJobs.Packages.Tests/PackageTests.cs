namespace ActorJobs.Packages.Tests;

/// <summary>What is packed, and what comes along with it.</summary>
[Collection(PackedCollection.Name)]
public sealed class PackageTests(PackedPackages packages)
{
    /// <summary>What each library brings along, besides the other libraries that it builds on. Added to on purpose.</summary>
    private static readonly Dictionary<string, string[]> Dependencies = new()
    {
        ["ActorJobs.Abstractions"] = ["Microsoft.Extensions.DependencyInjection.Abstractions"],
        ["ActorJobs.Client.Cluster"] = ["ActorJobs.Runtime", "ActorJobs.Settings"],
        ["ActorJobs.Client.Http"] = ["ActorJobs.Abstractions", "Microsoft.Extensions.Http", "Polly.Core"],
        ["ActorJobs.Encryption"] = ["ActorJobs.Abstractions"],
        ["ActorJobs.Hosting"] =
        [
            "ActorJobs.Runtime", "ActorJobs.Settings", "Akka.Cluster.Hosting", "Akka.Persistence.Sql",
            "Microsoft.Extensions.Diagnostics.HealthChecks", "Microsoft.Extensions.Hosting", "OpenTelemetry.Api", "System.Linq.Async",
        ],
        ["ActorJobs.Runtime"] =
        [
            "ActorJobs.Abstractions", "ActorJobs.Scheduling", "Akka.Cluster.Sharding", "Akka.Cluster.Tools", "Akka.Persistence",
            "Google.Protobuf", "Microsoft.Extensions.Logging.Abstractions",
        ],
        ["ActorJobs.Scheduling"] = ["ActorJobs.Abstractions", "Cronos"],
        ["ActorJobs.Settings"] = ["ActorJobs.Abstractions", "Microsoft.Extensions.Configuration.Abstractions"],
        ["ActorJobs.Store.Postgres"] = ["ActorJobs.Abstractions", "Microsoft.Extensions.Logging.Abstractions", "Npgsql"],
        ["ActorJobs.Store.Redis"] = ["ActorJobs.Abstractions", "Microsoft.Extensions.Logging.Abstractions", "StackExchange.Redis"],
        ["ActorJobs.Store.Sqlite"] = ["ActorJobs.Abstractions", "Microsoft.Data.Sqlite", "Microsoft.Extensions.Logging.Abstractions"],
        ["ActorJobs.Testing"] =
        [
            "ActorJobs.Runtime", "ActorJobs.Store.Sqlite", "Microsoft.Extensions.Hosting", "Microsoft.Extensions.TimeProvider.Testing",
        ],
    };

    public static TheoryData<string> Libraries => [.. Dependencies.Keys];

    [Fact]
    public void The_packages_are_the_libraries_and_the_command_line() =>
        Directory.GetFiles(packages.Folder, "*.nupkg").Select(Id).Order()
            .ShouldBe(Dependencies.Keys.Append("ActorJobs.Cli").Order());

    [Theory]
    [MemberData(nameof(Libraries))]
    public void A_library_brings_along_only_what_it_needs(string id)
    {
        var dependencies = packages.Manifest(id).Descendants("dependency").ToArray();

        dependencies.Select(dependency => dependency.Attribute("id")!.Value).Order().ShouldBe(Dependencies[id].Order());
        dependencies.Where(dependency => Dependencies.ContainsKey(dependency.Attribute("id")!.Value))
            .ShouldAllBe(dependency => dependency.Attribute("version")!.Value == packages.Version);
    }

    [Theory]
    [InlineData("ActorJobs.Abstractions", "Akka", "Microsoft.AspNetCore", "Npgsql", "Microsoft.Data")]
    [InlineData("ActorJobs.Client.Http", "Akka", "Microsoft.AspNetCore", "Npgsql", "Microsoft.Data")]
    [InlineData("ActorJobs.Store.Sqlite", "Akka", "Npgsql", "StackExchange")]
    public void What_a_library_reaches_is_free_of_others_business(string id, params string[] foreign) =>
        Reached(id).ShouldNotContain(package => foreign.Any(name => package.StartsWith(name, StringComparison.Ordinal)));

    [Theory]
    [MemberData(nameof(Libraries))]
    public void A_library_has_readme_licence_docs_tags_and_symbols(string id)
    {
        var metadata = packages.Manifest(id).Element("metadata").ShouldNotBeNull();

        metadata.Element("readme")!.Value.ShouldBe("README.md");
        metadata.Element("license")!.Value.ShouldBe("MIT");
        metadata.Element("description")!.Value.ShouldEndWith(".");
        metadata.Element("tags")!.Value.Split(' ').ShouldContain("background-jobs");
        var files = packages.Files($"{id}.{packages.Version}.nupkg");
        files.ShouldContain("README.md");
        files.ShouldContain("LICENSE");
        files.Where(file => file.StartsWith("lib/", StringComparison.Ordinal)).Order()
            .ShouldBe([$"lib/net10.0/{id}.dll", $"lib/net10.0/{id}.xml"]);
        packages.Files($"{id}.{packages.Version}.snupkg").ShouldContain($"lib/net10.0/{id}.pdb");
    }

    /// <summary>That this compiles is the test: a dependency of Hosting once brought operators of the same names.</summary>
    [Fact]
    public async Task Operators_on_streams_are_not_ambiguous_where_Hosting_is_referenced() =>
        (await new[] { 1, 2 }.ToAsyncEnumerable().Select(number => number + 1).ToListAsync()).ShouldBe([2, 3]);

    private static HashSet<string> Reached(string id)
    {
        var reached = new HashSet<string>();
        var left = new Stack<string>([id]);
        while (left.TryPop(out var next))
        {
            if (reached.Add(next))
            {
                Dependencies.GetValueOrDefault(next, []).ToList().ForEach(left.Push);
            }
        }
        return reached;
    }

    private string Id(string path) => Path.GetFileName(path).Replace($".{packages.Version}.nupkg", "", StringComparison.Ordinal);
}
