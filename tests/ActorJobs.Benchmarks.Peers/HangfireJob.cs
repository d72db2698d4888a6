namespace ActorJobs.Benchmarks.Peers;

/// <summary>The job as Hangfire runs it.</summary>
public static class HangfireJob
{
    public static void Run(Mail mail) => Handled.One(mail);
}
