using System.Text.RegularExpressions;
using ActorJobs.Operations.Tests.Topologies;
using ActorJobs.Settings;

namespace ActorJobs.Operations.Tests.Documents;

/// <summary>What <c>deploy/</c> names exists.</summary>
[Collection(OperationsCollection.Name)]
public sealed partial class DeployFileTests
{
    private static readonly string[] OfOthers =
        ["DOTNET_EnableDiagnostics", "DOTNET_CLI_TELEMETRY_OPTOUT", "DOTNET_NOLOGO", "CI", "TMPDIR",
         "POSTGRES_USER", "POSTGRES_PASSWORD", "POSTGRES_DB"];

    [Theory]
    [InlineData("docker-compose.yml")]
    [InlineData("deploy/compose/simple.yml")]
    [InlineData("deploy/compose/priority-isolated.yml")]
    [InlineData("deploy/compose/type-isolated.yml")]
    [InlineData("deploy/kubernetes/overlays/simple")]
    [InlineData("deploy/kubernetes/overlays/priority-isolated")]
    [InlineData("deploy/kubernetes/overlays/type-isolated")]
    public void Every_setting_of_a_topology_is_one_that_its_program_takes(string where)
    {
        var nodes = where.EndsWith(".yml", StringComparison.Ordinal) ? ComposeFile.Read(where) : KubernetesFiles.Read(where);

        nodes.ShouldNotBeEmpty();
        foreach (var node in nodes)
        {
            node.Environment.Keys.ShouldBeSubsetOf(SettingNames.All, node.Name);
            var configuration = new Microsoft.Extensions.Configuration.ConfigurationBuilder();
            var values = node.Environment.ToDictionary(
                entry => entry.Key, entry => (string?)entry.Value.Replace(TopologyNode.OwnAddress, "10.0.0.1", StringComparison.Ordinal));
            Microsoft.Extensions.Configuration.MemoryConfigurationBuilderExtensions.AddInMemoryCollection(configuration, values);
            var reading = NodeSettings.Read(configuration.Build(), KindOf(node.Program));
            reading.Faults.Sentences.ShouldBeEmpty(node.Name);
            reading.Warnings.ShouldBeEmpty(node.Name);
        }
    }

    [Fact]
    public void Every_variable_of_images_and_units_is_known()
    {
        var dockerfile = File.ReadAllText(Path.Combine(Repository.Root, "deploy/docker/Dockerfile"));
        var inImages = Regex.Matches(dockerfile, @"(?m)^ENV (.+)$").SelectMany(line => Regex.Matches(line.Groups[1].Value, @"(\w+)="))
            .Select(match => match.Groups[1].Value).ToArray();
        var inUnits = Directory.GetFiles(Path.Combine(Repository.Root, "deploy/systemd"))
            .SelectMany(file => Regex.Matches(File.ReadAllText(file), @"(?m)^Environment=(\w+)=")).Select(match => match.Groups[1].Value)
            .ToArray();

        inImages.Length.ShouldBeGreaterThan(5);
        inUnits.Length.ShouldBeGreaterThan(3);
        inImages.Concat(inUnits).ShouldBeSubsetOf([.. SettingNames.All, .. OfOthers]);
    }

    [Theory]
    [InlineData("Node", "GATEWAY_URL")]
    [InlineData("Node.Worker", "HEALTH_URL")]
    public async Task Health_check_of_an_image_asks_the_node_that_runs(string program, string listens)
    {
        var url = $"http://127.0.0.1:{ActorJobs.Tests.Servers.FreePort.Find()}";
        (string, string)[] settings = [(listens, url), ("CLUSTER_PORT", "0"), ("SQLITE_PATH", "jobs.db")];
        using var check = new NodeProcess(null, settings) { Program = $"ActorJobs.{program}", Arguments = ["--check-health"] };
        check.Begin();
        (await check.ExitCodeAsync()).ShouldBe(1);

        using var node = new NodeProcess(null, settings) { Program = $"ActorJobs.{program}" };
        await node.StartAsync();
        check.Begin();
        (await check.ExitCodeAsync()).ShouldBe(0, check.Errors.Text);
    }

    [Fact]
    public void Every_metric_of_rules_and_dashboards_is_one_that_a_node_has()
    {
        var named = Directory.GetFiles(Path.Combine(Repository.Root, "deploy"), "*", SearchOption.AllDirectories)
            .Where(file => !file.Contains("docker", StringComparison.Ordinal) && !file.Contains("systemd", StringComparison.Ordinal))
            .SelectMany(file => MetricName().Matches(File.ReadAllText(file)))
            .Select(match => match.Value).Distinct().ToArray();
        var known = MetricsDocument.Names();

        named.Length.ShouldBeGreaterThan(20);
        named.Where(name => !known.Contains(name) && !known.Contains(PartName().Replace(name, ""))).ShouldBeEmpty();
    }

    private static NodeKind KindOf(string program) => program switch
    {
        "ActorJobs.Node.Worker" => NodeKind.Worker,
        "ActorJobs.Node.Gateway" => NodeKind.Gateway,
        "ActorJobs.Node.Scheduler" => NodeKind.Scheduler,
        _ => NodeKind.AllInOne,
    };

    [GeneratedRegex(@"\bactorjobs_[a-z_]+\b")]
    private static partial Regex MetricName();

    [GeneratedRegex("_(bucket|sum|count)$")]
    private static partial Regex PartName();
}
