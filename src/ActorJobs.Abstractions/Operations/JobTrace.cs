using System.Diagnostics;

namespace ActorJobs.Operations;

/// <summary>Spans of ActorJobs, and how a job carries where its enqueue stands in a trace.</summary>
/// <remarks>
/// Collect them by the name <see cref="Name"/>. <c>docs/metrics.md</c> lists spans and instruments. Without a listener nothing is
/// made and nothing is stored.
/// </remarks>
public static class JobTrace
{
    /// <summary>Name of the source of spans, and of the meter.</summary>
    public const string Name = "ActorJobs";

    /// <summary>The source of spans.</summary>
    public static ActivitySource Source { get; } = new(Name);

    /// <summary>Where the caller stands, as a W3C <c>traceparent</c>; null when that is not recorded.</summary>
    public static string? Current => Of(Activity.Current);

    /// <summary>A span as a W3C <c>traceparent</c>; null when it is none or not recorded.</summary>
    /// <param name="span">The span.</param>
    public static string? Of(Activity? span) =>
        span is { Recorded: true, IdFormat: ActivityIdFormat.W3C } ? span.Id : null;

    /// <summary>Reads what a job carries; the default when it carries nothing that can be read.</summary>
    /// <param name="trace">A W3C <c>traceparent</c>, or null.</param>
    public static ActivityContext Parse(string? trace) =>
        trace is not null && ActivityContext.TryParse(trace, null, isRemote: true, out var context) ? context : default;

    /// <summary>The id of the trace, 32 hexadecimal digits; null when a job carries nothing that can be read.</summary>
    /// <param name="trace">A W3C <c>traceparent</c>, or null.</param>
    public static string? IdOf(string? trace) =>
        Parse(trace).TraceId is var id && id != default ? id.ToHexString() : null;
}
