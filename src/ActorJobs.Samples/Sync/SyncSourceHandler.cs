using ActorJobs.Handlers;

namespace ActorJobs.Samples.Sync;

/// <summary>
/// <c>sync_source</c>: brings the index of a folder up to date. Repeatable: what a lost attempt had written stays and
/// is not read again.
/// </summary>
internal sealed class SyncSourceHandler : IJobHandler<SyncSourceArgs>
{
    public const string JobType = "sync_source";

    private const int BatchSize = 100;

    private static readonly EnumerationOptions Walk = new()
    {
        // Links are not followed, as they may lead in a circle; an unreadable folder must not look like a vanished one.
        AttributesToSkip = FileAttributes.ReparsePoint,
        IgnoreInaccessible = false,
        RecurseSubdirectories = true,
    };

    public async Task HandleAsync(SyncSourceArgs args, IJobContext context, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(args.Path))
        {
            throw new JobErrorException(ErrorClass.Permanent, $"path '{args.Path}' is not a folder on this node.");
        }
        await using var index = await DocumentIndex.OpenAsync(args.Index ?? DocumentIndex.DefaultPath, args.Source, cancellationToken);
        var known = await index.ReadAsync(cancellationToken);
        var files = new DirectoryInfo(args.Path).EnumerateFiles("*", Walk).OrderBy(file => file.FullName, StringComparer.Ordinal).ToList();
        context.ReportProgress(0, $"{files.Count} files");

        var counts = new SyncCounts(files.Count, 0, 0, 0, 0);
        var pending = new List<Document>();
        foreach (var (done, file) in files.Index())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var path = Path.GetRelativePath(args.Path, file.FullName).Replace('\\', '/');
            var isKnown = known.Remove(path, out var stamp);
            if (isKnown && stamp == FileStamp.Of(file))
            {
                counts = counts with { Unchanged = counts.Unchanged + 1 };
            }
            else
            {
                pending.Add(await Document.ReadAsync(path, file, cancellationToken));
                counts = isKnown ? counts with { Changed = counts.Changed + 1 } : counts with { Added = counts.Added + 1 };
            }
            if (pending.Count == BatchSize)
            {
                await index.WriteAsync(pending, cancellationToken);
                pending.Clear();
            }
            context.ReportProgress((done + 1.0) / files.Count, path);
        }
        await index.WriteAsync(pending, cancellationToken);
        await index.RemoveAsync(known.Keys, cancellationToken);
        context.SetResult(counts with { Removed = known.Count });
    }
}
