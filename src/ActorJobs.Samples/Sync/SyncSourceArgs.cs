namespace ActorJobs.Samples.Sync;

/// <summary>Payload of <c>sync_source</c>.</summary>
/// <param name="Source">Id of the source.</param>
/// <param name="Path">Its folder.</param>
/// <param name="Index">Index database; null for <see cref="DocumentIndex.DefaultPath"/>.</param>
internal sealed record SyncSourceArgs(string Source, string Path, string? Index = null);
