using System.Globalization;

namespace ActorJobs.Cluster.Tests.Schedules;

/// <summary>A job that a fire made, as the gateway shows it.</summary>
internal sealed record FiredJob(string Id, string? UniqueKey, DateTimeOffset CreatedAt, string State)
{
    /// <summary>The schedule's time, which its unique key ends with; null for a trigger.</summary>
    public DateTimeOffset? DueAt => DateTimeOffset.TryParse(
        UniqueKey?.Split('/')[^1], CultureInfo.InvariantCulture, DateTimeStyles.None, out var at) ? at : null;

    /// <summary>How late it was enqueued.</summary>
    public TimeSpan Late => CreatedAt - DueAt!.Value;
}
