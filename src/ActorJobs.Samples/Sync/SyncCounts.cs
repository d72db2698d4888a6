namespace ActorJobs.Samples.Sync;

/// <summary>Result of <c>sync_source</c>.</summary>
/// <param name="Files">Files found.</param>
/// <param name="Added">Files that were not in the index.</param>
/// <param name="Changed">Files whose size or time differed.</param>
/// <param name="Unchanged">Files that were not read.</param>
/// <param name="Removed">Files that were in the index and are gone.</param>
internal sealed record SyncCounts(int Files, int Added, int Changed, int Unchanged, int Removed);
