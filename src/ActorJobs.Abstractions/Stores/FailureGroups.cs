using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace ActorJobs.Stores;

/// <summary>Groups failed jobs by type and error.</summary>
public static partial class FailureGroups
{
    /// <summary>Longest message of a group, in characters.</summary>
    public const int MaxMessageLength = 300;

    private const int MaxGroups = 200;
    private const int PageSize = 500;

    /// <summary>The message as groups show it: <c>#</c> for numbers and ids, cut.</summary>
    public static string Form(string message) => Differing().Replace(
        message.Length > MaxMessageLength ? message[..MaxMessageLength] : message, "#");

    /// <summary>Joins groups whose messages have the same form; the most frequent first.</summary>
    public static ImmutableArray<FailureGroup> Join(IEnumerable<FailureGroup> groups) =>
    [
        .. groups.GroupBy(group => (group.Type, group.Class, Message: Form(group.Message)))
            .Select(same => same.MaxBy(group => group.LastAt)! with
            {
                Message = same.Key.Message,
                Count = same.Sum(group => group.Count),
                FirstAt = same.Min(group => group.FirstAt),
            })
            .OrderByDescending(group => group.Count).ThenByDescending(group => group.LastAt).Take(MaxGroups),
    ];

    /// <summary>Reads all failed jobs, of which a store keeps few, and groups them.</summary>
    public static async Task<ImmutableArray<FailureGroup>> ReadAsync(
        IJobQueries queries, CancellationToken cancellationToken)
    {
        var single = new List<FailureGroup>();
        JobId? before = null;
        do
        {
            var page = await queries.ListAsync(new JobFilter(JobState.Failed), before, PageSize, cancellationToken);
            single.AddRange(page.Jobs.Select(Single));
            before = page.Next;
        }
        while (before is not null);
        return Join(single);
    }

    private static FailureGroup Single(JobSnapshot job)
    {
        var error = job.Errors.IsEmpty ? null : job.Errors[^1];
        var at = job.FinishedAt ?? job.CreatedAt;
        return new FailureGroup(job.Type, error?.Class ?? ErrorClass.Recoverable, error?.Message ?? "", 1, at, at, job.Id);
    }

    [GeneratedRegex("[0-9a-fA-F]{8}-[0-9a-fA-F-]{27}|0x[0-9a-fA-F]+|[0-9]+([.,:][0-9]+)*", RegexOptions.CultureInvariant)]
    private static partial Regex Differing();
}
