using System.Collections.Immutable;
using ActorJobs.Handlers;
using ActorJobs.Stores;

namespace ActorJobs.Testing;

/// <summary>What a test asks of its jobs.</summary>
public sealed partial class JobTestHost
{
    private const int ListPage = 500;

    /// <summary>A job.</summary>
    /// <param name="id">Its id.</param>
    /// <exception cref="JobAssertionException">There is no such job.</exception>
    public async Task<TestJob> JobAsync(JobId id) => await _store.GetAsync(id, CancellationToken.None) is { } job
        ? new TestJob(job)
        : throw new JobAssertionException($"There is no job {id}; {await DescribeAsync()}");

    /// <summary>All jobs that were ever enqueued, oldest first.</summary>
    /// <param name="type">Of this type; null for all.</param>
    public async Task<ImmutableArray<TestJob>> JobsAsync(string? type = null)
    {
        var jobs = new List<TestJob>();
        JobId? before = null;
        do
        {
            var page = await _store.ListAsync(new JobFilter(Type: type), before, ListPage, CancellationToken.None);
            jobs.AddRange(page.Jobs.Select(job => new TestJob(job)));
            before = page.Next;
        }
        while (before is not null);
        jobs.Reverse();
        return [.. jobs];
    }

    /// <summary>The one job with these arguments that was enqueued.</summary>
    /// <param name="match">Which arguments; null for any.</param>
    /// <param name="type">Job type; null for what <see cref="JobAttribute"/> on the arguments says.</param>
    /// <exception cref="JobAssertionException">There is none, or more than one.</exception>
    public async Task<TestJob> AssertEnqueuedAsync<TArgs>(Func<TArgs, bool>? match = null, string? type = null)
    {
        var found = await MatchingAsync(match, type);
        return found.Count == 1 ? found[0] : throw new JobAssertionException(
            $"One {TypeOf<TArgs>(type)} job was to be enqueued, but {found.Count} were; {await DescribeAsync()}");
    }

    /// <summary>No job with such arguments was enqueued.</summary>
    /// <param name="match">Which arguments; null for any.</param>
    /// <param name="type">Job type; null for what <see cref="JobAttribute"/> on the arguments says.</param>
    /// <exception cref="JobAssertionException">There is one.</exception>
    public async Task AssertNotEnqueuedAsync<TArgs>(Func<TArgs, bool>? match = null, string? type = null)
    {
        if ((await MatchingAsync(match, type)).Count > 0)
        {
            throw new JobAssertionException($"No {TypeOf<TArgs>(type)} job was to be enqueued; {await DescribeAsync()}");
        }
    }

    /// <summary>The job is in a state.</summary>
    /// <param name="id">The job.</param>
    /// <param name="state">The state.</param>
    /// <exception cref="JobAssertionException">It is in another.</exception>
    public async Task<TestJob> AssertStateAsync(JobId id, JobState state)
    {
        var job = await JobAsync(id);
        return job.State == state ? job : throw new JobAssertionException($"The job was to be {state.ToName()}: {job}");
    }

    private static string TypeOf<TArgs>(string? type) => type ?? JobNames.Require(typeof(TArgs));

    private async Task<List<TestJob>> MatchingAsync<TArgs>(Func<TArgs, bool>? match, string? type) =>
        [.. (await JobsAsync(TypeOf<TArgs>(type))).Where(job => match is null || match(job.Args<TArgs>()))];

    private async Task<string> DescribeAsync()
    {
        var jobs = await JobsAsync();
        return jobs.IsEmpty ? "there are no jobs." : $"there are:{string.Concat(jobs.Select(job => $"{Environment.NewLine}  {job}"))}";
    }
}
