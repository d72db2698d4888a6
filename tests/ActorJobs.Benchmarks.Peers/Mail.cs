namespace ActorJobs.Benchmarks.Peers;

/// <summary>The payload of about 100 bytes that all are measured with.</summary>
/// <param name="T">When it was sent, by <see cref="Meter.NowMilliseconds"/>; 0 when that does not matter.</param>
public sealed record Mail(int UserId, string Email, string Template, string Locale, int N, double T)
{
    internal static Mail Number(int n, double t = 0) => new(12345, "someone@example.com", "welcome", "en-GB", n, t);
}
