using ActorJobs.Stores;
using Microsoft.AspNetCore.WebUtilities;

namespace ActorJobs.Dashboard.Text;

/// <summary>The filter of the list as it stands in the address, so that it can be kept and sent to others.</summary>
public sealed record JobQuery
{
    /// <summary>State by name.</summary>
    public string? State { get; init; }

    /// <summary>Job type.</summary>
    public string? Type { get; init; }

    /// <summary>Priority by name.</summary>
    public string? Priority { get; init; }

    /// <summary>Tag.</summary>
    public string? Tag { get; init; }

    /// <summary>Unique or concurrency key.</summary>
    public string? Key { get; init; }

    /// <summary>Part of the last error's message.</summary>
    public string? Error { get; init; }

    /// <summary>Id of the job that enqueued them.</summary>
    public string? Parent { get; init; }

    /// <summary>A span up to now, as <c>15m</c>, <c>1h</c>, <c>24h</c>.</summary>
    public string? Since { get; init; }

    /// <summary>From when, RFC 3339 or without a zone in UTC.</summary>
    public string? From { get; init; }

    /// <summary>Until when, likewise.</summary>
    public string? Until { get; init; }

    /// <summary>Reads on after this id.</summary>
    public string? Before { get; init; }

    /// <summary>True when nothing narrows the list.</summary>
    public bool IsEmpty => this with { Before = null } == new JobQuery();

    /// <summary>The filter; what cannot be read counts as not given.</summary>
    public JobFilter ToFilter(DateTimeOffset now)
    {
        // To the second: tabs that look at the same share their reads.
        var rounded = DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds() / 10 * 10);
        return new JobFilter(
            Names.TryParseState(State, out var state) ? state : Error is null ? null : JobState.Failed,
            Type, Names.TryParsePriority(Priority, out var priority) ? priority : null, Tag)
        {
            Key = Key,
            Error = Error,
            Parent = JobId.TryParse(Parent, out var parent) ? parent : null,
            From = Rules.DurationText.TryParse(Since ?? "", out var span) ? rounded - span : Time(From),
            Until = Since is null ? Time(Until) : null,
        };
    }

    /// <summary>The id after which the page begins.</summary>
    public JobId? BeforeId => JobId.TryParse(Before, out var id) ? id : null;

    /// <summary>Address of the list with this filter.</summary>
    public string ToPath() => QueryHelpers.AddQueryString("jobs", Pairs());

    /// <summary>The filter in words.</summary>
    public string Words()
    {
        var words = Pairs().Where(pair => pair.Key != "before").Select(pair => pair.Key switch
        {
            "state" => $"in state {pair.Value}",
            "type" => $"of type {pair.Value}",
            "priority" => $"of {pair.Value} priority",
            "tag" => $"tagged {pair.Value}",
            "key" => $"with key {pair.Value}",
            "error" => $"whose error contains “{pair.Value}”",
            "parent" => $"enqueued by {pair.Value}",
            "since" => $"of the last {pair.Value}",
            "from" => $"from {pair.Value}",
            _ => $"until {pair.Value}",
        }).ToList();
        return words.Count == 0 ? "of every kind" : string.Join(", ", words);
    }

    private IEnumerable<KeyValuePair<string, string?>> Pairs() => new KeyValuePair<string, string?>[]
    {
        new("state", State), new("type", Type), new("priority", Priority), new("tag", Tag), new("key", Key), new("error", Error),
        new("parent", Parent), new("since", Since), new("from", From), new("until", Until), new("before", Before),
    }.Where(pair => !string.IsNullOrEmpty(pair.Value));

    private static DateTimeOffset? Time(string? text) => DateTimeOffset.TryParse(
        text, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal, out var time)
        ? time
        : null;
}
