using ActorJobs.Stores;
using Google.Protobuf;
using static ActorJobs.Runtime.Worker.WorkerProtocol;

namespace ActorJobs.Runtime.Wire;

/// <summary>Messages of workers.</summary>
internal static class WorkerForms
{
    private const int MaxBytesPerChar = 3; // of UTF-8, per char of UTF-16
    private const int MaxTextHeader = 6; // tag and length
    private const int MaxFixed = 224; // numbers, ids, trace and headers of a job at their longest

    /// <summary>Most bytes the job adds to an assignment, without writing it; close when payloads are large.</summary>
    public static int MaxSize(ReadyJob job)
    {
        var size = MaxFixed + job.Payload.Length
            + (MaxBytesPerChar * (job.Lane.Type.Length + (job.ConcurrencyKey?.Length ?? 0)));
        foreach (var tag in job.Tags)
        {
            size += MaxTextHeader + (MaxBytesPerChar * tag.Length);
        }
        return size;
    }

    public static Forms.AssignJobs ToForm(AssignJobs assignment)
    {
        var form = new Forms.AssignJobs
        {
            Node = assignment.Node.ToForm(),
            Claim = assignment.Claim.Value,
            Partition = assignment.Partition,
        };
        form.Jobs.Capacity = assignment.Jobs.Length;
        var ids = new IdForms(assignment.Jobs.Length);
        Forms.Lane? lane = null;
        foreach (var job in assignment.Jobs)
        {
            // Most jobs of an assignment are of one lane, which they may share: a form is written and then dropped.
            lane = lane?.Type == job.Lane.Type && lane.Priority == (int)job.Lane.Priority ? lane : job.Lane.ToForm();
            form.Jobs.Add(ToForm(job, ids.Next(job.Id), lane));
        }
        return form;
    }

    public static AssignJobs ToMessage(Forms.AssignJobs form) =>
        new(form.Node.ToNodeId(), new ClaimId(form.Claim), [.. form.Jobs.Select(ToJob)]) { Partition = form.Partition };

    public static Forms.HeldJobs ToForm(HeldJobs held)
    {
        var form = new Forms.HeldJobs { Node = held.Node.ToForm() };
        form.Jobs.Capacity = held.Jobs.Length;
        var ids = new IdForms(held.Jobs.Length);
        foreach (var job in held.Jobs)
        {
            form.Jobs.Add(ids.Next(job));
        }
        return form;
    }

    private static Forms.Job ToForm(ReadyJob job, ByteString id, Forms.Lane lane)
    {
        var form = new Forms.Job
        {
            Id = id,
            Lane = lane,
            Position = job.Position,
            AttemptsUsed = job.AttemptsUsed,
            RetryBase = job.RetryBase,
            MaxRetries = job.MaxRetries,
            Interruptions = job.Interruptions,
            Timeout = job.Timeout.Ticks,
            CreatedAt = job.CreatedAt.UtcTicks,
            Payload = UnsafeByteOperations.UnsafeWrap(job.Payload),
        };
        if (!job.Tags.IsEmpty)
        {
            form.Tags.AddRange(job.Tags);
        }
        if (job.ConcurrencyKey is { } key)
        {
            form.ConcurrencyKey = key;
        }
        if (job.Parent is { } parent)
        {
            form.Parent = parent.ToForm();
        }
        if (job.Trace is { } trace)
        {
            form.Trace = trace;
        }
        if (job.DueAt is { } due)
        {
            form.DueAt = due.UtcTicks;
        }
        return form;
    }

    private static ReadyJob ToJob(Forms.Job form) => new()
    {
        Id = form.Id.ToJobId(),
        Lane = form.Lane.ToLane(),
        Position = form.Position,
        AttemptsUsed = form.AttemptsUsed,
        RetryBase = form.RetryBase,
        MaxRetries = form.MaxRetries,
        Interruptions = form.Interruptions,
        Timeout = TimeSpan.FromTicks(form.Timeout),
        CreatedAt = form.CreatedAt.ToTime(),
        Payload = form.Payload.Memory,
        ConcurrencyKey = form.HasConcurrencyKey ? form.ConcurrencyKey : null,
        Tags = [.. form.Tags],
        Parent = form.HasParent ? form.Parent.ToJobId() : null,
        Trace = form.HasTrace ? form.Trace : null,
        DueAt = form.HasDueAt ? form.DueAt.ToTime() : null,
    };
}
