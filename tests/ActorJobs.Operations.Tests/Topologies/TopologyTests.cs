namespace ActorJobs.Operations.Tests.Topologies;

/// <summary>The deployments of <c>deploy/</c>, started from their own files.</summary>
[Collection(OperationsCollection.Name)]
public sealed class TopologyTests(ITestOutputHelper output)
{
    private const int OfEachKind = 30;
    private const int Spare = 1;

    /// <summary>Each pattern once, from either kind of file; that the others name what programs take is tested without starting them.</summary>
    public static TheoryData<string> All =>
    [
        "docker-compose.yml", "deploy/compose/priority-isolated.yml",
        "deploy/kubernetes/overlays/simple", "deploy/kubernetes/overlays/type-isolated",
    ];

    [Theory]
    [MemberData(nameof(All))]
    public async Task Jobs_flow_and_scaling_up_and_down_loses_none(string where)
    {
        var nodes = where.EndsWith(".yml", StringComparison.Ordinal) ? ComposeFile.Read(where) : KubernetesFiles.Read(where);
        await using var run = await TopologyRun.StartAsync(nodes, Spare, output);
        var scaled = nodes.First(node => node.IsWorker);

        var ids = await run.Api.EnqueueManyAsync(Jobs());
        await run.ScaleUpAsync(scaled);
        string[] more = [.. ids, .. await run.Api.EnqueueManyAsync(Jobs())];
        (await run.ScaleDownAsync(scaled)).ShouldBe(0);
        await run.Api.UntilSucceededAsync(more.Length);

        var jobs = await run.Api.JobsAsync();
        jobs.Select(job => job.Id).ShouldBe(more, ignoreOrder: true);
        jobs.ShouldAllBe(job => job.State == "succeeded" && job.Attempt == 1);
        foreach (var job in jobs)
        {
            run.KindAt(job.Node!, run.Ever).ShouldNotBeNull().Takes(job).ShouldBeTrue($"{job.Type} of {job.Priority} ran on {job.Node}");
        }
        output.WriteLine($"{where}: {jobs.Count} jobs on {jobs.Select(job => job.Node).Distinct().Count()} workers");
    }

    private static IEnumerable<object> Jobs() =>
        from priority in (string[])["high", "normal", "low"]
        from type in (string[])["echo", "sleep", "cpu"]
        from i in Enumerable.Range(0, OfEachKind)
        select new { type, priority, payload = new { ms = type == "sleep" ? 100 : 5 } };
}
