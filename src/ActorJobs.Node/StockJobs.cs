using ActorJobs.BuiltIn;
using ActorJobs.Samples;
using ActorJobs.Settings;

namespace ActorJobs.Nodes;

/// <summary>The job types that come with ActorJobs, as far as the settings switch them on.</summary>
internal static class StockJobs
{
    public static void Add(IServiceCollection services, NodeSettings settings)
    {
        if (settings.JobTypes.SampleJobs)
        {
            SampleJobs.All.ToList().ForEach(job => services.AddSingleton(job));
        }
        foreach (var job in BuiltInJobs.Register(
            new HttpJobOptions(settings.JobTypes.HttpHosts),
            new ExecJobOptions(settings.JobTypes.ExecCommands)))
        {
            services.AddSingleton(job);
        }
    }
}
