using ActorJobs.Client;
using ActorJobs.Stores;
using Google.Protobuf;
using static ActorJobs.Runtime.Client.JobClientProtocol;

namespace ActorJobs.Runtime.Wire;

/// <summary>Messages of the client actor.</summary>
internal static class ClientForms
{
    public static Forms.Enqueue ToForm(Enqueue enqueue)
    {
        var form = new Forms.Enqueue();
        form.Jobs.AddRange(enqueue.Jobs.Select(ToForm));
        if (enqueue.Trace is { } trace)
        {
            form.Trace = trace;
        }
        return form;
    }

    public static Enqueue ToMessage(Forms.Enqueue form) =>
        new([.. form.Jobs.Select(ToRequest)], form.HasTrace ? form.Trace : null);

    public static Forms.Enqueued ToForm(Enqueued enqueued)
    {
        var form = new Forms.Enqueued();
        form.Results.AddRange(enqueued.Results.Select(result => new Forms.EnqueueResult
        {
            Id = result.Id.ToForm(),
            State = (int)result.State,
            Duplicate = result.Duplicate,
        }));
        return form;
    }

    public static Enqueued ToMessage(Forms.Enqueued form) => new(
        [.. form.Results.Select(result => new EnqueueResult(result.Id.ToJobId(), (JobState)result.State, result.Duplicate))]);

    public static Forms.Rejected ToForm(Rejected rejected)
    {
        var form = new Forms.Rejected();
        form.Faults.AddRange(rejected.Faults);
        return form;
    }

    /// <summary>Bytes that a request takes in an <see cref="Enqueue"/>.</summary>
    public static int SizeOf(JobRequest request)
    {
        var form = new Forms.Enqueue();
        form.Jobs.Add(ToForm(request));
        return form.CalculateSize();
    }

    private static Forms.JobRequest ToForm(JobRequest request) => new()
    {
        Type = request.Type,
        Payload = UnsafeByteOperations.UnsafeWrap(request.Payload),
        Options = request.Options is { } options ? ToForm(options) : null,
    };

    private static JobRequest ToRequest(Forms.JobRequest form) =>
        new(form.Type, form.Payload.Memory, form.Options is { } options ? ToOptions(options) : null);

    private static Forms.Options ToForm(EnqueueOptions options)
    {
        // Releases before 0.2 read no priority as high, so one is always there.
        var form = new Forms.Options
        {
            Priority = (int)(options.Priority ?? Priority.Normal), NoPriority = options.Priority is null,
        };
        form.Tags.AddRange(options.Tags);
        form.After.AddRange(options.After.Select(WireParts.ToForm));
        form.OnFailure = (int)options.OnFailure;
        form.OnDuplicate = options.OnDuplicate is { } policy ? (int)policy + 1 : 0;
        if (options.RunAt is { } at)
        {
            form.RunAt = at.UtcTicks;
        }
        if (options.Delay is { } delay)
        {
            form.Delay = delay.Ticks;
        }
        if (options.MaxRetries is { } retries)
        {
            form.MaxRetries = retries;
        }
        if (options.Timeout is { } timeout)
        {
            form.Timeout = timeout.Ticks;
        }
        if (options.UniqueKey is { } unique)
        {
            form.UniqueKey = unique;
        }
        if (options.UniqueFor is { } span)
        {
            form.UniqueFor = span.Ticks;
        }
        if (options.ConcurrencyKey is { } key)
        {
            form.ConcurrencyKey = key;
        }
        if (options.Id is { } id)
        {
            form.Id = id.ToForm();
        }
        return form;
    }

    private static EnqueueOptions ToOptions(Forms.Options form) => new()
    {
        Priority = form.NoPriority ? null : (Priority)form.Priority,
        RunAt = form.HasRunAt ? form.RunAt.ToTime() : null,
        Delay = form.HasDelay ? TimeSpan.FromTicks(form.Delay) : null,
        MaxRetries = form.HasMaxRetries ? form.MaxRetries : null,
        Timeout = form.HasTimeout ? TimeSpan.FromTicks(form.Timeout) : null,
        UniqueKey = form.HasUniqueKey ? form.UniqueKey : null,
        UniqueFor = form.HasUniqueFor ? TimeSpan.FromTicks(form.UniqueFor) : null,
        ConcurrencyKey = form.HasConcurrencyKey ? form.ConcurrencyKey : null,
        Tags = [.. form.Tags],
        After = form.After.ToJobIds(),
        OnFailure = (FailurePolicy)form.OnFailure,
        OnDuplicate = form.OnDuplicate == 0 ? null : (UniquePolicy)(form.OnDuplicate - 1),
        Id = form.HasId ? form.Id.ToJobId() : null,
    };
}
