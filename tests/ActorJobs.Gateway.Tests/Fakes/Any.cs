using System.Text;
using ActorJobs.Operations;

namespace ActorJobs.Gateway.Tests.Fakes;

/// <summary>Valid values, so that a test shows only what matters to it.</summary>
internal static class Any
{
    public static readonly DateTimeOffset Now = new(2026, 5, 4, 3, 2, 1, 7, TimeSpan.Zero);

    /// <summary>Takes the line breaks out of a text that was broken to be read.</summary>
    public static string OneLine(string text) => text.Replace("\n", "", StringComparison.Ordinal);

    public static JobSnapshot Job(JobState state = JobState.Ready) => new()
    {
        Id = JobId.New(Now),
        Type = "echo",
        Priority = Priority.Normal,
        State = state,
        Attempt = 0,
        MaxRetries = 3,
        Timeout = TimeSpan.FromMinutes(5),
        CreatedAt = Now,
        RunAt = Now,
        Payload = Encoding.UTF8.GetBytes("""{"a":[1, 2]}"""),
    };

    public static WorkerReport Worker(
        WorkerHealth health = WorkerHealth.Healthy, string type = "echo", Priority priority = Priority.Normal,
        string address = "10.0.0.1:4053") =>
        new(new NodeId(address, 7), [priority], [type], 10, 4, 1, 1, health,
            new WorkerTotals(100, 90, 10, 2, TimeSpan.FromSeconds(50)));
}
