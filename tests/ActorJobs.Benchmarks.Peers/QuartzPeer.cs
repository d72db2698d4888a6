using System.Text.Json;
using Npgsql;
using Quartz;

namespace ActorJobs.Benchmarks.Peers;

/// <summary>Quartz.NET, clustered on PostgreSQL; Program.cs tells the settings.</summary>
internal sealed class QuartzPeer : IPeer
{
    private const int Threads = 20;
    private const string Left = "select 1 from qrtz_triggers union all select 1 from qrtz_fired_triggers limit 1";
    private static readonly TimeSpan IdleWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Misfire = TimeSpan.FromHours(1);

    private readonly PeerDatabase _database = new("quartz");
    private readonly IJobDetail _job = JobBuilder.Create<QuartzJob>().WithIdentity("mail").StoreDurably().Build();
    private NpgsqlDataSource? _watch;
    private IScheduler? _scheduler;

    public Task ResetAsync() => _database.RecreateAsync();

    public async Task OpenAsync()
    {
        _watch = NpgsqlDataSource.Create(_database.ConnectionString);
        _scheduler = await QuartzSchedulerBuilder.Create(quartz =>
        {
            quartz.UseDefaultThreadPool(Threads);
            quartz.ConfigureScheduler(options =>
            {
                options.GenerateInstanceId = true;
                options.IdleWaitTime = IdleWait;
            });
            quartz.UsePersistentStore(store =>
            {
                store.UsePostgres(NpgsqlFactory.Instance, _database.ConnectionString);
                store.ConfigureStore(options => options.MisfireThreshold = Misfire);
                store.ProvisionSchema();
                store.UseClustering(_ => { });
            });
        }).BuildScheduler();
        await _scheduler.AddJob(_job, AddJobOptions.Replacing);
    }

    public async Task AddAsync(Mail mail) => await _scheduler!.ScheduleJob(Trigger(mail));

    public async Task AddManyAsync(Mail[] mails) => await _scheduler!.ScheduleJobs(
        new Dictionary<IJobDetail, IReadOnlyCollection<ITrigger>> { [_job] = [.. mails.Select(Trigger)] },
        ScheduleJobOptions.Replacing);

    public async Task WorkAsync() => await _scheduler!.Start();

    public async Task<bool> IsDrainedAsync()
    {
        await using var command = _watch!.CreateCommand(Left);
        return await command.ExecuteScalarAsync() is null;
    }

    private ITrigger Trigger(Mail mail) => TriggerBuilder.Create().ForJob(_job)
        .UsingJobData(QuartzJob.Payload, JsonSerializer.Serialize(mail)).StartNow().Build();
}
