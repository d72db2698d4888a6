using System.Collections.Frozen;
using System.Collections.Immutable;
using ActorJobs.Operations;
using static ActorJobs.Runtime.Client.JobClientProtocol;
using static ActorJobs.Runtime.QueueReader.QueueReaderProtocol;
using static ActorJobs.Runtime.Worker.WorkerProtocol;

namespace ActorJobs.Runtime.Wire;

/// <summary>Every message that may cross from node to node, and every event of a journal.</summary>
internal static class WireForms
{
    /// <summary>All of them.</summary>
    public static ImmutableArray<WireForm> All { get; } =
    [
        WireForm.Of<NoteReady, Forms.NoteReady>("rn", ReaderForms.ToForm, ReaderForms.ToMessage),
        WireForm.Of<AnnounceWorker, Forms.AnnounceWorker>("ra", ReaderForms.ToForm, ReaderForms.ToMessage),
        WireForm.Of<JobsEnded, Forms.JobsEnded>("re", ReaderForms.ToForm, ReaderForms.ToMessage),
        WireForm.Of<DrainWorker, Forms.DrainWorker>(
            "rd", drain => new() { Node = drain.Node.ToForm() }, form => new(form.Node.ToNodeId())),
        WireForm.Of<WorkerDraining, Forms.WorkerDraining>(
            "rw", draining => new() { Node = draining.Node.ToForm() }, form => new(form.Node.ToNodeId())),
        WireForm.Of<RefreshPauses, Forms.RefreshPauses>("rp", _ => new(), _ => RefreshPauses.Instance),
        WireForm.Of<GetStatus, Forms.GetStatus>("rg", _ => new(), _ => GetStatus.Instance),
        WireForm.Of<ReaderStatus, Forms.ReaderStatus>("rs", ReaderForms.ToForm, ReaderForms.ToMessage),
        WireForm.Of<AssignJobs, Forms.AssignJobs>("wa", WorkerForms.ToForm, WorkerForms.ToMessage),
        WireForm.Of<CancelJob, Forms.CancelJob>(
            "wc", cancel => new() { Node = cancel.Node.ToForm(), Job = cancel.Job.ToForm() },
            form => new(form.Node.ToNodeId(), form.Job.ToJobId())),
        WireForm.Of<CancelNoted, Forms.CancelNoted>(
            "wn", noted => new() { Job = noted.Job.ToForm(), Found = noted.Found },
            form => new(form.Job.ToJobId(), form.Found)),
        WireForm.Of<Warm, Forms.Warm>(
            "ww", warm => new() { Node = warm.Node.ToForm() }, form => new(form.Node.ToNodeId())),
        WireForm.Of<GetHeldJobs, Forms.GetHeldJobs>(
            "wg", get => new() { Partition = get.Partition }, form => new(form.Partition)),
        WireForm.Of<HeldJobs, Forms.HeldJobs>(
            "wh", WorkerForms.ToForm, form => new(form.Node.ToNodeId(), form.Jobs.ToJobIds())),
        WireForm.Of<Enqueue, Forms.Enqueue>("cq", ClientForms.ToForm, ClientForms.ToMessage),
        WireForm.Of<Enqueued, Forms.Enqueued>("ck", ClientForms.ToForm, ClientForms.ToMessage),
        WireForm.Of<Rejected, Forms.Rejected>("cr", ClientForms.ToForm, form => new([.. form.Faults])),
        WireForm.Of<Unavailable, Forms.Unavailable>(
            "cu", away => new() { Reason = away.Reason, RetryAfter = away.RetryAfter.Ticks, IsBusy = away.IsBusy },
            form => new(form.Reason, TimeSpan.FromTicks(form.RetryAfter), form.IsBusy)),
        WireForm.Of<GetLimits, Forms.GetLimits>("cg", _ => new(), _ => GetLimits.Instance),
        WireForm.Of<Limits, Forms.Limits>(
            "cl", limits => new() { MaxPayloadBytes = limits.MaxPayloadBytes }, form => new(form.MaxPayloadBytes)),
        .. SchedulerForms.Messages,
        .. SchedulerEventForms.Events,
    ];

    /// <summary>By type of message.</summary>
    public static FrozenDictionary<Type, WireForm> ByType { get; } = All.ToFrozenDictionary(form => form.Type);

    /// <summary>By manifest.</summary>
    public static FrozenDictionary<string, WireForm> ByManifest { get; } = All.ToFrozenDictionary(form => form.Manifest);
}
