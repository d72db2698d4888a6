using ActorJobs.Client;
using ActorJobs.Handlers;

namespace ActorJobs.Samples.Sync;

/// <summary>
/// <c>sync_all</c>: enqueues one <c>sync_source</c> per enabled source, together with its own completion. The
/// concurrency key keeps each source to one run at a time in the cluster, however many <c>sync_all</c> jobs there are.
/// </summary>
internal sealed class SyncAllHandler : IJobHandler<SyncAllArgs>
{
    public const string JobType = "sync_all";

    public Task HandleAsync(SyncAllArgs args, IJobContext context, CancellationToken cancellationToken)
    {
        var sources = SourcesOf(args);
        var twice = sources.GroupBy(source => source.Id, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null)
        {
            throw Fault($"sources must have different ids but '{twice.Key}' stands twice.");
        }
        var enabled = sources.Where(source => source.Enabled).ToList();
        foreach (var source in enabled)
        {
            context.Enqueue(SyncSourceHandler.JobType, new SyncSourceArgs(source.Id, source.Path, args.Index), new EnqueueOptions
            {
                Priority = context.Priority,
                ConcurrencyKey = $"{SyncSourceHandler.JobType}:{source.Id}",
            });
        }
        context.SetResult(new { enqueued = enabled.Count, skipped = sources.Count - enabled.Count });
        return Task.CompletedTask;
    }

    private static IReadOnlyList<SyncSource> SourcesOf(SyncAllArgs args) => args switch
    {
        { Root: { } root, Sources: null } => Directory.Exists(root)
            ? [.. Directory.EnumerateDirectories(root).Order(StringComparer.Ordinal)
                .Select(folder => new SyncSource(Path.GetFileName(folder), folder))]
            : throw Fault($"root '{root}' is not a folder on this node."),
        { Root: null, Sources: { } sources } => sources,
        _ => throw Fault("Give either root or sources."),
    };

    private static JobErrorException Fault(string message) => new(ErrorClass.Permanent, message);
}
