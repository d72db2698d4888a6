using System.Diagnostics;
using System.Text;
using ActorJobs.Client;
using ActorJobs.Handlers;

namespace ActorJobs.Benchmarks;

/// <summary>
/// The payload of about 100 bytes that the rivals are measured with, and its handler, which only counts.
/// </summary>
internal sealed record Mail(int UserId, string Email, string Template, string Locale, int N, double T)
{
    public static Mail Number(int n, double t = 0) => new(12345, "someone@example.com", "welcome", "en-GB", n, t);

    public static JobRequest Request(int n) => JobRequest.For("mail", Number(n));

    public static byte[] Body(int n, string type = "echo") => Encoding.UTF8.GetBytes(
        $"{{\"type\":\"{type}\",\"payload\":" + """{"userId":12345,"email":"someone@example.com","template":"welcome",""" +
        $"\"locale\":\"en-GB\",\"n\":{n}}}}}");
}

/// <summary>Counts runs and tells when the first was and when all have been.</summary>
internal sealed class Counter(int target)
{
    private readonly TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _count;
    private long _first;

    public Task All => _all.Task;

    public int Count => Volatile.Read(ref _count);

    /// <summary>When the first ran, in ticks of <see cref="Stopwatch"/>; zero before.</summary>
    public long First => Volatile.Read(ref _first);

    public JobRegistration Job => JobRegistration.For<CountingHandler, Mail>("mail");

    public void One()
    {
        var count = Interlocked.Increment(ref _count);
        if (count == 1)
        {
            Volatile.Write(ref _first, Stopwatch.GetTimestamp());
        }
        if (count == target)
        {
            _all.SetResult();
        }
    }
}

internal sealed class CountingHandler : IJobHandler<Mail>
{
    public static Counter Current { get; set; } = new(1);

    public static Action<Mail>? Seen { get; set; }

    public Task HandleAsync(Mail args, IJobContext context, CancellationToken cancellationToken)
    {
        Seen?.Invoke(args);
        Current.One();
        return Task.CompletedTask;
    }
}
