using System.Collections.Immutable;
using ActorJobs.Client;
using ActorJobs.Payloads;
using ActorJobs.Runtime.Client;
using ActorJobs.Stores;
using Akka.TestKit.Xunit2;

namespace ActorJobs.Runtime.Tests;

public sealed class JobClientActorSpecs : TestKit
{
    private static readonly JobRequest Request = JobRequest.For("echo", new { N = 1 });

    [Fact]
    public void An_enqueue_is_answered_with_the_results_of_the_store()
    {
        var result = new EnqueueResult(JobId.New(Any.Now), JobState.Ready, false);

        Enqueue(new Client { Answer = _ => [result] });

        ExpectMsg<JobClientProtocol.Enqueued>().Results.ShouldBe([result]);
    }

    [Fact]
    public void A_job_that_breaks_a_rule_is_answered_with_every_fault()
    {
        Enqueue(new Client { Answer = _ => throw new InvalidJobException(["type is missing.", "delay is negative."]) });

        ExpectMsg<JobClientProtocol.Rejected>().Faults.ShouldBe(["type is missing.", "delay is negative."]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_store_that_is_busy_or_away_is_answered_with_when_to_try_again(bool busy)
    {
        var wait = TimeSpan.FromSeconds(7);

        Enqueue(new Client
        {
            Answer = _ => throw (busy ? new StoreBusyException("full", wait) : new StoreUnavailableException("away", wait)),
        });

        var reply = ExpectMsg<JobClientProtocol.Unavailable>();
        reply.RetryAfter.ShouldBe(wait);
        reply.Reason.ShouldBe(busy ? "full" : "away");
        reply.IsBusy.ShouldBe(busy);
    }

    [Fact]
    public void Limits_are_those_of_the_node()
    {
        Sys.ActorOf(JobClientActor.Props(new Client { Answer = _ => [] }))
            .Tell(JobClientProtocol.GetLimits.Instance, TestActor);

        ExpectMsg<JobClientProtocol.Limits>().MaxPayloadBytes.ShouldBe(JobLimits.DefaultMaxPayloadBytes);
    }

    private void Enqueue(IJobClient client) =>
        Sys.ActorOf(JobClientActor.Props(client)).Tell(new JobClientProtocol.Enqueue([Request]), TestActor);

    private sealed class Client : IJobClient
    {
        public JobDefaults Defaults => JobDefaults.Standard;

        public IPayloadProtector Protector => PlainPayloads.Instance;

        public required Func<IReadOnlyList<JobRequest>, ImmutableArray<EnqueueResult>> Answer { get; init; }

        public ValueTask<EnqueueResult> EnqueueAsync<TArgs>(
            string type, TArgs args, EnqueueOptions? options, CancellationToken cancellationToken) =>
            throw new NotSupportedException("The actor enqueues batches.");

        public async ValueTask<ImmutableArray<EnqueueResult>> EnqueueManyAsync(
            IReadOnlyList<JobRequest> requests, CancellationToken cancellationToken)
        {
            await Task.Yield();
            return Answer(requests);
        }
    }
}
