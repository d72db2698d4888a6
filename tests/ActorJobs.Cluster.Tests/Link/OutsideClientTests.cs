using System.Collections.Concurrent;
using System.Diagnostics;
using System.Security.Cryptography;
using ActorJobs.Client;
using ActorJobs.Client.Cluster;
using ActorJobs.Encryption;
using ActorJobs.Settings;
using ActorJobs.Tests.Servers;
using ActorJobs.Tests.Tls;

namespace ActorJobs.Cluster.Tests.Link;

/// <summary>A program outside of the cluster enqueues by the client actors of its nodes.</summary>
[Collection(ClusterCollection.Name)]
[Trait(ClusterCollection.Trait, "client")]
public sealed class OutsideClientTests(ITestOutputHelper output)
{
    private const int Slots = 8;
    private const int Megabyte = 1024 * 1024;
    private const int Streams = 4;
    private const int BeforeKill = 300;
    private const int AfterKill = 600;
    private const string Echo = "echo";

    [Theory]
    [InlineData(TestStore.Postgres)]
    [InlineData(TestStore.Redis)]
    public Task Single_jobs_batches_and_more_than_a_frame_are_enqueued_and_run(TestStore store) =>
        NodeCluster.RunAsync(output, store, async cluster =>
        {
            await cluster.StartAsync(NodePlan.Combined("one", Slots));
            await using var client = await ActorJobsClusterClient.ConnectAsync(Options(cluster));

            var single = await client.EnqueueAsync(
                Echo, new { hello = "world" }, new EnqueueOptions { Priority = Priority.High });
            var batch = await client.EnqueueManyAsync(
                [.. Enumerable.Range(0, 500).Select(i => JobRequest.For(Echo, i))]);
            var large = await client.EnqueueInPartsAsync([.. Enumerable.Range(0, 80).Select(_ => Large(200_000))]);

            (single.Duplicate, batch.Length, large.Length).ShouldBe((false, 500, 80));
            await cluster.Api.UntilSucceededAsync(581);
            var done = await cluster.Api.JobAsync(single.Id.ToString());
            done.Result!.Value.GetProperty("hello").GetString().ShouldBe("world");
            // The same id again is the same job.
            var again = await client.EnqueueAsync(Echo, 1, new EnqueueOptions { Id = batch[0].Id });
            again.Id.ShouldBe(batch[0].Id);
            (await cluster.StatsAsync()).ByState.Values.Sum().ShouldBe(581);
        });

    [Fact]
    public Task What_breaks_a_rule_or_is_too_large_is_answered_clearly_and_nothing_of_it_is_enqueued() =>
        NodeCluster.RunAsync(output, TestStore.Postgres, async cluster =>
        {
            await cluster.StartAsync(NodePlan.Combined("one", Slots));
            await using var client = await ActorJobsClusterClient.ConnectAsync(Options(cluster));
            client.Defaults.MaxPayloadBytes.ShouldBe(JobLimits.DefaultMaxPayloadBytes); // the node's

            var invalid = await Should.ThrowAsync<InvalidJobException>(() => client.EnqueueManyAsync(
                [JobRequest.For(Echo, 1), JobRequest.For("no spaces", 1, new EnqueueOptions { MaxRetries = 101 })])
                .AsTask());
            invalid.Faults.ShouldBe(
            [
                "Job 1: type may hold only letters, digits and . _ : / - characters.",
                "Job 1: maxRetries must be from 0 to 100 but is 101.",
            ]);
            var heavy = await Should.ThrowAsync<InvalidJobException>(
                () => client.EnqueueManyAsync([Large(300_000)]).AsTask());
            heavy.Message.ShouldStartWith("payload must have at most 262144 bytes of JSON but has 300002");
            var many = await Should.ThrowAsync<InvalidJobException>(
                () => client.EnqueueManyAsync([.. Enumerable.Range(0, 40).Select(_ => Large(200_000))]).AsTask());
            many.Message.ShouldMatch(
                "^40 jobs have 80[0-9]{5} bytes together, but one call takes at most 7340032; enqueue fewer");
            (await cluster.StatsAsync()).ByState.Values.Sum().ShouldBe(0);

            await client.EnqueueManyAsync([.. Enumerable.Range(0, 30).Select(_ => Large(240_000))]); // just within
            await cluster.Api.UntilSucceededAsync(30);
        });

    [Fact]
    public Task Node_killed_in_the_middle_of_a_stream_costs_no_job_and_doubles_none() =>
        NodeCluster.RunAsync(output, TestStore.Postgres, async cluster =>
        {
            await cluster.StartAsync(NodePlan.Combined("older", Slots), NodePlan.Combined("younger", Slots));
            await using var client = await ActorJobsClusterClient.ConnectAsync(Options(cluster));
            var acknowledged = new ConcurrentQueue<(JobId Id, bool Duplicate, long At)>();
            using var stop = new CancellationTokenSource();
            var streams = Enumerable.Range(0, Streams).Select(_ => StreamAsync()).ToArray();

            foreach (var name in (string[])["older", "younger"])
            {
                var sofar = acknowledged.Count;
                await Acknowledged(sofar + BeforeKill);
                var killed = Stopwatch.GetTimestamp();
                await cluster[name].KillAsync();
                await Acknowledged(sofar + BeforeKill + AfterKill);
                long[] times = [killed, .. acknowledged.Select(one => one.At).Where(at => at > killed).Order()];
                var gap = times.Zip(times.Skip(1), Stopwatch.GetElapsedTime).Max();
                output.WriteLine($"{name} killed: longest time without an acknowledgement {gap.TotalSeconds:0.0} s");
                gap.ShouldBeLessThan(TimeSpan.FromSeconds(20));
                await cluster.RestartAsync(cluster[name]);
            }
            await stop.CancelAsync();
            await Task.WhenAll(streams);
            await cluster.UntilDoneAsync();

            var ids = acknowledged.Select(one => one.Id.ToString()).ToHashSet();
            ids.Count.ShouldBe(acknowledged.Count);
            acknowledged.ShouldNotContain(one => one.Duplicate);
            var stored = (await cluster.Api.JobsAsync()).Select(job => job.Id).ToList();
            stored.Count.ShouldBe(ids.Count); // none twice, and none without an answer: every call came to its end
            stored.ShouldAllBe(id => ids.Contains(id));
            output.WriteLine($"{ids.Count} jobs acknowledged and stored");

            Task Acknowledged(int count) => Eventually.GetAsync(
                () => acknowledged.Count, seen => seen >= count || streams.Any(one => one.IsFaulted),
                $"{count} acknowledgements");

            async Task StreamAsync()
            {
                while (!stop.IsCancellationRequested)
                {
                    JobRequest[] batch = [.. Enumerable.Range(0, 3).Select(i => JobRequest.For(Echo, i))];
                    foreach (var result in await client.EnqueueManyAsync(batch))
                    {
                        acknowledged.Enqueue((result.Id, result.Duplicate, Stopwatch.GetTimestamp()));
                    }
                    await Task.Delay(5);
                }
            }
        });

    [Fact]
    public Task Dead_cluster_is_told_in_time() => NodeCluster.RunAsync(output, TestStore.Postgres, async cluster =>
    {
        await cluster.StartAsync(NodePlan.Combined("one", Slots));
        var options = Options(cluster) with
        {
            Timeout = TimeSpan.FromSeconds(4), AttemptTimeout = TimeSpan.FromSeconds(1),
        };
        await using var client = await ActorJobsClusterClient.ConnectAsync(options);
        await cluster["one"].KillAsync();

        await IsUnavailableAsync(() => client.EnqueueAsync(Echo, 1).AsTask());
        await IsUnavailableAsync(() => ActorJobsClusterClient.ConnectAsync(options));

        await cluster.RestartAsync(cluster["one"]);
        await Eventually.GetAsync(
            () => TryAsync(client), enqueued => enqueued, "the client reaches the node that is back");

        async Task IsUnavailableAsync(Func<Task> call)
        {
            var start = Stopwatch.GetTimestamp();
            var fault = await Should.ThrowAsync<ClusterUnavailableException>(call);
            var took = Stopwatch.GetElapsedTime(start);
            output.WriteLine($"{took.TotalSeconds:0.0} s: {fault.Message}");
            took.ShouldBeInRange(TimeSpan.FromSeconds(3.5), TimeSpan.FromSeconds(8));
        }
    });

    [Fact]
    public Task Client_of_a_cluster_with_tls_needs_a_certificate_and_encrypts_payloads() =>
        NodeCluster.RunAsync(output, TestStore.Postgres, async cluster =>
        {
            using var authority = new TestAuthority("members");
            using var strangers = new TestAuthority("strangers");
            var key = RandomNumberGenerator.GetBytes(32);
            var plan = NodePlan.Combined("one", Slots);
            await cluster.StartAsync(plan with
            {
                Settings =
                [
                    .. plan.Settings, .. authority.Settings("one"),
                    ("PAYLOAD_ENCRYPTION_KEY", Convert.ToBase64String(key)),
                ],
            });
            var options = Options(cluster) with { Protector = new AesGcmPayloads([key]) };
            var member = options with { Tls = Tls(authority, "program") };
            var stranger = options with { Timeout = TimeSpan.FromSeconds(5) };

            await using (var client = await ActorJobsClusterClient.ConnectAsync(member))
            {
                // The largest there may be: encrypted it is a third longer.
                var job = await client.EnqueueManyAsync(
                    [Large(JobLimits.DefaultMaxPayloadBytes - 2), JobRequest.For("sleep", new { ms = 1 })]);
                (await cluster.Api.JobInAsync(job[0].Id.ToString(), "succeeded")).Attempt.ShouldBe(1);
                await cluster.Api.JobInAsync(job[1].Id.ToString(), "succeeded");
            }
            await Should.ThrowAsync<ClusterUnavailableException>(
                () => ActorJobsClusterClient.ConnectAsync(stranger));
            var refused = await Should.ThrowAsync<ClusterUnavailableException>(
                () => ActorJobsClusterClient.ConnectAsync(stranger with { Tls = Tls(strangers, "program") }));
            refused.Message.ShouldContain("The certificate of a node does not come from the cluster's authority.");
        });

    [Fact]
    public async Task Options_out_of_range_are_all_named()
    {
        var options = new ClusterClientOptions
        {
            Contacts = ["nowhere"], Timeout = TimeSpan.Zero, MaxBatchBytes = 8 * Megabyte, MaxConcurrentCalls = 0,
            Tls = new ClusterTlsSettings("/no/such/file", null, "/no/such/file"),
        };
        string[] names =
        [
            "Contacts", "Timeout", "MaxBatchBytes", "MaxConcurrentCalls", "Tls.CertificatePath", "Tls.AuthorityPath",
        ];

        var fault = await Should.ThrowAsync<ArgumentException>(() => ActorJobsClusterClient.ConnectAsync(options));

        foreach (var name in names)
        {
            fault.Message.ShouldContain($"{name} must ");
        }
    }

    private static ClusterClientOptions Options(NodeCluster cluster) =>
        new() { Contacts = [.. cluster.Nodes.Select(node => node.Address)] };

    private static ClusterTlsSettings Tls(TestAuthority authority, string name) =>
        new(authority.IssuePem(name), null, authority.AuthorityPath);

    private static JobRequest Large(int characters) => JobRequest.For(Echo, new string('x', characters));

    private static async Task<bool> TryAsync(ActorJobsClusterClient client)
    {
        try
        {
            await client.EnqueueAsync(Echo, 1);
            return true;
        }
        catch (ClusterUnavailableException)
        {
            return false;
        }
    }
}
