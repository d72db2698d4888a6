using ActorJobs.Operations;
using ActorJobs.Runtime.QueueReader;
using ActorJobs.Stores;
using Akka.Actor;
using Akka.Serialization;
using static ActorJobs.Runtime.QueueReader.QueueReaderProtocol;

namespace ActorJobs.Runtime.Wire;

/// <summary>Messages of the queue reader.</summary>
internal static class ReaderForms
{
    public static Forms.NoteReady ToForm(NoteReady note)
    {
        var form = new Forms.NoteReady();
        form.Lanes.AddRange(note.Lanes.Select(WireParts.ToForm));
        if (note.EarliestDue is { } due)
        {
            form.EarliestDue = due.UtcTicks;
        }
        return form;
    }

    public static NoteReady ToMessage(Forms.NoteReady form) =>
        new(form.Lanes.ToLanes(), form.HasEarliestDue ? form.EarliestDue.ToTime() : null);

    public static Forms.AnnounceWorker ToForm(AnnounceWorker offer)
    {
        var form = new Forms.AnnounceWorker
        {
            Report = offer.Report.ToForm(),
            Window = offer.Window,
            Held = offer.Held,
            Agent = Serialization.SerializedActorPath(offer.Agent),
        };
        form.Workers.AddRange(offer.Workers.Select(worker => new Forms.WorkerAddress
        {
            Priority = (int)worker.Priority,
            Worker = Serialization.SerializedActorPath(worker.Worker),
        }));
        return form;
    }

    public static AnnounceWorker ToMessage(Forms.AnnounceWorker form, ExtendedActorSystem system) =>
        new(form.Report.ToReport(), form.Window, form.Held, system.Provider.ResolveActorRef(form.Agent))
        {
            Workers = [.. form.Workers.Select(worker => new WorkerAddress(
                (Priority)worker.Priority, system.Provider.ResolveActorRef(worker.Worker)))],
        };

    public static Forms.JobsEnded ToForm(JobsEnded ended)
    {
        var form = new Forms.JobsEnded { Node = ended.Node.ToForm() };
        (form.Jobs.Capacity, form.Claims.Capacity) = (ended.Jobs.Length, ended.Jobs.Length);
        var ids = new IdForms(ended.Jobs.Length);
        foreach (var job in ended.Jobs)
        {
            form.Jobs.Add(ids.Next(job.Id));
            if (job.Claim is { } claim)
            {
                form.Claims.Add(claim.Value);
            }
        }
        form.Lanes.AddRange(ended.Lanes.Select(WireParts.ToForm));
        form.Released.AddRange(ended.Released.Select(WireParts.ToForm));
        if (ended.EarliestDue is { } due)
        {
            form.EarliestDue = due.UtcTicks;
        }
        return form;
    }

    public static JobsEnded ToMessage(Forms.JobsEnded form) => new(
        form.Node.ToNodeId(),
        [.. form.Jobs.Select((job, i) => new EndedJob(
            job.ToJobId(), i < form.Claims.Count ? new ClaimId(form.Claims[i]) : null))],
        form.Lanes.ToLanes(), form.Released.ToLanes(),
        form.HasEarliestDue ? form.EarliestDue.ToTime() : null);

    public static Forms.ReaderStatus ToForm(ReaderStatus status)
    {
        var form = new Forms.ReaderStatus
        {
            Node = status.Node?.ToForm(),
            Epoch = status.Epoch,
            StartedRate = status.Rates.Started,
            SucceededRate = status.Rates.Succeeded,
            FailedRate = status.Rates.Failed,
        };
        form.Workers.AddRange(status.Workers.Select(WireParts.ToForm));
        return form;
    }

    public static ReaderStatus ToMessage(Forms.ReaderStatus form) => new(
        form.Node?.ToNodeId(), form.Epoch, [.. form.Workers.Select(WireParts.ToReport)],
        new JobRates(form.StartedRate, form.SucceededRate, form.FailedRate));
}
