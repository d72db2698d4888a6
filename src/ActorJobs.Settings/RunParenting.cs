namespace ActorJobs.Settings;

/// <summary>How the span of a run stands to that of its enqueue: values of <c>TRACE_RUNS</c>.</summary>
public enum RunParenting
{
    /// <summary>A root span of its own, with a link to the enqueue. The default: a trace stays as long as one run.</summary>
    Link,

    /// <summary>A child of the enqueue, however long after it.</summary>
    Child,
}
