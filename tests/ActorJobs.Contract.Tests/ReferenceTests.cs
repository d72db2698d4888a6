using System.Xml.Linq;

namespace ActorJobs.Contract.Tests;

public sealed class ReferenceTests
{
    /// <summary>What each project may reference: always inward. A new project is added here on purpose.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Abstractions"] = [],
        ["BuiltIn"] = ["Abstractions"],
        ["Encryption"] = ["Abstractions"],
        ["Gateway"] = ["Abstractions"],
        ["Hosting"] = ["Runtime", "Settings"],
        ["Node"] = ["BuiltIn", "Encryption", "Gateway", "Hosting", "Samples", "Store.Postgres", "Store.Redis", "Store.Sqlite"],
        ["Runtime"] = ["Abstractions"],
        ["Samples"] = ["Abstractions"],
        ["Settings"] = ["Abstractions"],
        ["Store.Postgres"] = ["Abstractions"],
        ["Store.Redis"] = ["Abstractions"],
        ["Store.Sqlite"] = ["Abstractions"],
    };

    public static TheoryData<string> Projects =>
        [.. Directory.GetDirectories(Path.Combine(Repository.Root, "src")).Select(folder => Path.GetFileName(folder)).Order()];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_references_only_inward(string project)
    {
        var file = XDocument.Parse(Repository.Read($"src/{project}/{project}.csproj"));
        var references = file.Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(
                reference.Attribute("Include")!.Value.Replace('\\', '/')));

        references.Select(Short).Order().ShouldBe(Allowed[Short(project)].Order());
    }

    [Theory]
    [InlineData("Abstractions", "Akka", "Microsoft.Data", "Npgsql", "Microsoft.AspNetCore")]
    [InlineData("Gateway", "Akka", "Microsoft.Data", "Npgsql")]
    [InlineData("Runtime", "Microsoft.Data", "Npgsql", "Microsoft.AspNetCore")]
    public void A_project_stays_free_of_what_is_not_its_business(string project, params string[] foreign)
    {
        var file = XDocument.Parse(Repository.Read($"src/ActorJobs.{project}/ActorJobs.{project}.csproj"));
        var packages = file.Descendants("PackageReference").Select(package => package.Attribute("Include")!.Value)
            .Where(package => !package.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) || project != "Gateway");

        packages.ShouldNotContain(package => foreign.Any(name => package.StartsWith(name, StringComparison.Ordinal)));
    }

    private static string Short(string project) => project["ActorJobs.".Length..];
}
