using System.Xml.Linq;

namespace ActorJobs.Contract.Tests;

public sealed class ReferenceTests
{
    /// <summary>What each project may reference: always inward. A new project is added here on purpose.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Abstractions"] = [],
        ["BuiltIn"] = ["Abstractions"],
        ["Cli"] = ["Client.Http", "Settings", "Store.Postgres", "Store.Redis", "Store.Sqlite"],
        ["Client.Cluster"] = ["Runtime", "Settings"],
        ["Client.Http"] = ["Abstractions"],
        ["Dashboard"] = ["Gateway", "Scheduling"],
        ["Encryption"] = ["Abstractions"],
        ["Gateway"] = ["Abstractions", "Scheduling"],
        ["Hosting"] = ["Runtime", "Settings"],
        ["Node"] = ["BuiltIn", "Dashboard", "Encryption", "Samples"],
        ["Node.Core"] = ["Gateway", "Hosting", "Store.Postgres", "Store.Redis", "Store.Sqlite"],
        ["Node.Gateway"] = ["Dashboard"],
        ["Node.Scheduler"] = [],
        ["Node.Worker"] = ["BuiltIn", "Encryption", "Samples"],
        ["Runtime"] = ["Abstractions", "Scheduling"],
        ["Samples"] = ["Abstractions"],
        ["Samples.Host"] = ["Hosting", "Store.Sqlite"],
        ["Scheduling"] = ["Abstractions"],
        ["Settings"] = ["Abstractions"],
        ["Store.Postgres"] = ["Abstractions"],
        ["Store.Redis"] = ["Abstractions"],
        ["Store.Sqlite"] = ["Abstractions"],
        ["Testing"] = ["Runtime", "Store.Sqlite"],
    };

    public static TheoryData<string> Projects =>
        [.. Directory.GetDirectories(Path.Combine(Repository.Root, "src")).Select(folder => Path.GetFileName(folder)).Order()];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_references_only_inward(string project)
    {
        var file = XDocument.Parse(Repository.Read($"src/{project}/{project}.csproj"));
        References(file).Order().ShouldBe(Allowed[Short(project)].Order());
    }

    /// <summary>Who runs no jobs knows no handlers and no keys of payloads, however deep one looks.</summary>
    [Theory]
    [InlineData("Node.Scheduler")]
    [InlineData("Node.Gateway")]
    public void A_program_without_slots_has_no_handlers_and_no_encryption(string project)
    {
        var reached = Reached(project);

        reached.ShouldContain("Hosting");
        reached.ShouldNotContain(name => name == "BuiltIn" || name == "Samples" || name == "Encryption");
    }

    /// <summary>Who serves no HTTP carries no pages.</summary>
    [Theory]
    [InlineData("Node.Scheduler")]
    [InlineData("Node.Worker")]
    public void A_program_without_a_gateway_has_no_dashboard(string project) =>
        Reached(project).ShouldNotContain("Dashboard");

    [Fact]
    public void The_dashboard_is_in_the_programs_that_have_a_gateway()
    {
        Reached("Node").ShouldContain("Dashboard");
        Reached("Node.Gateway").ShouldContain("Dashboard");
    }

    [Fact]
    public void Every_program_is_the_core_and_little_more()
    {
        var core = XDocument.Parse(Repository.Read("src/ActorJobs.Node.Core/Executable.props"));
        References(core).ShouldBe(["Node.Core"]);
        foreach (var program in (string[])["Node", "Node.Gateway", "Node.Scheduler", "Node.Worker"])
        {
            Repository.Read($"src/ActorJobs.{program}/ActorJobs.{program}.csproj").ShouldContain("Executable.props");
        }
    }

    [Theory]
    [InlineData("Abstractions", "Akka", "Microsoft.Data", "Npgsql", "Microsoft.AspNetCore")]
    [InlineData("Client.Http", "Akka", "Microsoft.Data", "Npgsql", "Microsoft.AspNetCore")]
    [InlineData("Gateway", "Akka", "Microsoft.Data", "Npgsql")]
    [InlineData("Runtime", "Microsoft.Data", "Npgsql", "Microsoft.AspNetCore")]
    public void A_project_stays_free_of_what_is_not_its_business(string project, params string[] foreign)
    {
        var file = XDocument.Parse(Repository.Read($"src/ActorJobs.{project}/ActorJobs.{project}.csproj"));
        var packages = file.Descendants("PackageReference").Select(package => package.Attribute("Include")!.Value)
            .Where(package => !package.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) || project != "Gateway");

        packages.ShouldNotContain(package => foreign.Any(name => package.StartsWith(name, StringComparison.Ordinal)));
    }

    private static HashSet<string> Reached(string program)
    {
        var reached = new HashSet<string>();
        var left = new Stack<string>([program, "Node.Core"]); // all programs have the core, by Executable.props
        while (left.TryPop(out var next))
        {
            if (reached.Add(next))
            {
                Allowed[next].ToList().ForEach(left.Push);
            }
        }
        return reached;
    }

    private static IEnumerable<string> References(XDocument file) => file.Descendants("ProjectReference")
        .Select(reference => Short(Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/'))));

    private static string Short(string project) => project["ActorJobs.".Length..];
}
