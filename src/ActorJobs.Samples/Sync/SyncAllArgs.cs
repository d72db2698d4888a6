namespace ActorJobs.Samples.Sync;

/// <summary>Payload of <c>sync_all</c>: either a root, each of whose folders is a source, or the sources
/// themselves.</summary>
/// <param name="Root">Folder of sources; the id of each is its folder's name.</param>
/// <param name="Sources">The sources.</param>
/// <param name="Index">Index database, handed on to each source; null for the default.</param>
internal sealed record SyncAllArgs(string? Root = null, IReadOnlyList<SyncSource>? Sources = null, string? Index = null);

/// <summary>A source of documents.</summary>
/// <param name="Id">Names it; unique within one payload.</param>
/// <param name="Path">Its folder.</param>
/// <param name="Enabled">False to leave it out.</param>
internal sealed record SyncSource(string Id, string Path, bool Enabled = true);
