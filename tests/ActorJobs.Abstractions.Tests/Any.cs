using System.Text;
using ActorJobs.Client;

namespace ActorJobs.Abstractions.Tests;

/// <summary>Valid values of which a test changes only what matters to it.</summary>
internal static class Any
{
    public static DateTimeOffset Now { get; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static JobRequest Request(EnqueueOptions? options = null, string type = "echo", string payload = "{}") =>
        new(type, Encoding.UTF8.GetBytes(payload), options);

    public static IReadOnlyList<string> FaultsOf(JobRequest request, JobDefaults? defaults = null) =>
        Should.Throw<InvalidJobException>(() => JobAdmission.Admit(request, defaults ?? JobDefaults.Standard, Now)).Faults;

    public static NewJob Admitted(EnqueueOptions? options = null) =>
        JobAdmission.Admit(Request(options), JobDefaults.Standard, Now);
}
