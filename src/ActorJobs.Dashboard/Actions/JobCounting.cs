using ActorJobs.Dashboard.Text;
using ActorJobs.Stores;

namespace ActorJobs.Dashboard.Actions;

/// <summary>Counts what matches before many jobs are changed: exactly up to a bound.</summary>
internal static class JobCounting
{
    private const int MaxCount = 10_000;
    private const int PageSize = 1000;

    /// <summary>Counts jobs that match any of the filters, which must not overlap.</summary>
    public static async Task<JobCount> CountAsync(
        IJobQueries queries, IEnumerable<JobFilter> filters, CancellationToken cancellationToken)
    {
        var counts = await queries.CountAsync(cancellationToken);
        var count = 0L;
        foreach (var filter in filters)
        {
            if (filter.State is { } state && filter == new JobFilter(state))
            {
                count += counts.ByState.GetValueOrDefault(state);
                continue;
            }
            JobId? before = null;
            do
            {
                var page = await queries.ListAsync(filter, before, PageSize, cancellationToken);
                count += page.Jobs.Length;
                before = page.Next;
                if (count >= MaxCount && before is not null)
                {
                    return new JobCount(count, IsExact: false);
                }
            }
            while (before is not null);
        }
        return new JobCount(count, IsExact: true);
    }
}

/// <summary>How many jobs match.</summary>
/// <param name="Count">So many.</param>
/// <param name="IsExact">False: or more.</param>
internal sealed record JobCount(long Count, bool IsExact)
{
    public string Words => IsExact ? Figures.Jobs(Count) : $"{Figures.Whole(Count)} or more jobs";
}
