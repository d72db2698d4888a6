using System.Globalization;
using System.Text;

namespace ActorJobs.Stores.Conformance;

/// <summary>Valid values, so that a test shows only what matters to it.</summary>
public static class Any
{
    private static int _count;

    /// <summary>The time at which these tests begin.</summary>
    public static DateTimeOffset Start { get; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>A node.</summary>
    public static NodeId NodeA { get; } = new("10.0.0.1:4053", 11);

    /// <summary>Another node.</summary>
    public static NodeId NodeB { get; } = new("10.0.0.2:4053", 22);

    /// <summary>Retention that keeps all that these tests make.</summary>
    public static Retention Retention { get; } = Retention.Default;

    /// <summary>A job whose id is newer than that of every job made before.</summary>
    public static NewJob Job(string type = "echo", DateTimeOffset? at = null)
    {
        var number = Interlocked.Increment(ref _count);
        var created = at ?? Start;
        return new NewJob
        {
            Id = JobId.New(created.AddMilliseconds(number)),
            Type = type,
            Payload = Json($"{{\"n\":{number.ToString(CultureInfo.InvariantCulture)}}}"),
            CreatedAt = created,
            MaxRetries = 3,
            Timeout = TimeSpan.FromMinutes(5),
        };
    }

    /// <summary>So many jobs.</summary>
    public static NewJob[] Jobs(int count, string type = "echo") =>
        [.. Enumerable.Range(0, count).Select(_ => Job(type))];

    /// <summary>An error of an attempt.</summary>
    public static JobError Error(int attempt = 1, string message = "It did not work.") =>
        new(attempt, Start, ErrorClass.Recoverable, message, "System.Exception: It did not work.", NodeA.Address);

    /// <summary>Text as bytes.</summary>
    public static ReadOnlyMemory<byte> Json(string text) => Encoding.UTF8.GetBytes(text);
}
