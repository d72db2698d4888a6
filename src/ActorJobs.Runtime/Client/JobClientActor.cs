using ActorJobs.Client;
using ActorJobs.Runtime.Observation;
using ActorJobs.Stores;
using Akka.Actor;
using static ActorJobs.Runtime.Client.JobClientProtocol;

namespace ActorJobs.Runtime.Client;

/// <summary>Enqueues for other actors, at <c>/user/job-client</c> of every node that holds a store.</summary>
internal sealed class JobClientActor : ReceiveActor
{
    private static readonly TimeSpan RetryUnknown = TimeSpan.FromSeconds(5);

    public JobClientActor(IJobClient client)
    {
        Receive<Enqueue>(enqueue => EnqueueAsync(client, enqueue).PipeTo(Sender, Self));
        Receive<GetLimits>(_ => Sender.Tell(new Limits(client.Defaults.MaxPayloadBytes)));
    }

    public static Props Props(IJobClient client) => Akka.Actor.Props.Create(() => new JobClientActor(client));

    private static async Task<IReply> EnqueueAsync(IJobClient client, Enqueue enqueue)
    {
        JobSpans.RemoteParent = enqueue.Trace;
        try
        {
            return new Enqueued(await client.EnqueueManyAsync(enqueue.Jobs, CancellationToken.None));
        }
        catch (InvalidJobException fault)
        {
            return new Rejected(fault.Faults);
        }
        catch (StoreBusyException busy)
        {
            return new Unavailable(busy.Message, busy.RetryAfter, IsBusy: true);
        }
        catch (StoreUnavailableException away)
        {
            return new Unavailable(away.Message, away.RetryAfter);
        }
        catch (Exception error)
        {
            return new Unavailable(error.Message, RetryUnknown);
        }
    }
}
