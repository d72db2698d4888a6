using ActorJobs.BuiltIn;
using ActorJobs.Encryption;
using ActorJobs.Handlers;
using ActorJobs.Hosting;
using ActorJobs.Payloads;
using ActorJobs.Samples;
using ActorJobs.Settings;

namespace ActorJobs.Nodes;

/// <summary>
/// What only programs have that run jobs: the job types that come with ActorJobs, as far as the settings switch them on, those of
/// plug-ins, and the keys of payloads.
/// </summary>
internal static class WorkerParts
{
    public static void Add(IServiceCollection services, NodeSettings settings)
    {
        if (!settings.Encryption.Keys.IsEmpty)
        {
            services.AddSingleton<IPayloadProtector>(new AesGcmPayloads(settings.Encryption.DecodeKeys()));
        }
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
        if (settings.JobTypes.HandlersPath is { } path)
        {
            new ActorJobsBuilder(services).AddJobsFromFolder(path);
        }
    }
}
