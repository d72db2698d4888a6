namespace ActorJobs.Benchmarks.Stores;

/// <summary>
/// Jobs that pages have shown lately. A page may show a job again, but not one long past; remembering millions would
/// measure the collector of garbage instead of the store.
/// </summary>
internal sealed class RecentJobs
{
    private const int Enough = 100_000;

    private HashSet<JobId> _newer = [];
    private HashSet<JobId> _older = [];

    /// <summary>Notes a job; false when it was noted lately.</summary>
    public bool Add(JobId job)
    {
        if (_older.Contains(job) || !_newer.Add(job))
        {
            return false;
        }
        if (_newer.Count == Enough)
        {
            (_newer, _older) = (_older, _newer);
            _newer.Clear();
        }
        return true;
    }
}
