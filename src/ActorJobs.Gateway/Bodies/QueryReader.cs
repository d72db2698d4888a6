using System.Globalization;
using ActorJobs.Stores;
using Microsoft.AspNetCore.Http;

namespace ActorJobs.Gateway.Bodies;

/// <summary>Reads a query string strictly: a misspelt filter of a bulk delete must not widen it.</summary>
internal sealed class QueryReader
{
    public const int DefaultLimit = 50;
    public const int MaxLimit = 1000;

    private readonly IQueryCollection _query;
    private readonly bool _refusesEmpty;

    /// <summary>Opens a query.</summary>
    /// <param name="query">As it came.</param>
    /// <param name="refusesEmpty">True: <c>state=</c> is a fault; false: it is as if left out.</param>
    /// <param name="known">The parameters of the call; all others are faults.</param>
    public QueryReader(IQueryCollection query, bool refusesEmpty, params string[] known)
    {
        _query = query;
        _refusesEmpty = refusesEmpty;
        foreach (var name in query.Keys.Where(name => !known.Contains(name, StringComparer.Ordinal)))
        {
            Faults.Add(FieldFaults.Unknown(name, known, "query parameter"));
        }
    }

    /// <summary>Everything that is wrong so far.</summary>
    public List<string> Faults { get; } = [];

    /// <summary>The parameters of <see cref="Filter"/>.</summary>
    public static readonly string[] Filters =
        ["state", "type", "priority", "tag", "key", "error", "parent", "from", "until"];

    /// <summary>Reads which jobs are meant.</summary>
    public JobFilter Filter() => new(State(), Value("type"), PriorityOf(), Value("tag"))
    {
        Key = Value("key"),
        Error = Value("error"),
        Parent = Id("parent"),
        From = Time("from"),
        Until = Time("until"),
    };

    public int Limit()
    {
        if (Value("limit") is not { } text)
        {
            return DefaultLimit;
        }
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit)
            && limit is >= 1 and <= MaxLimit)
        {
            return limit;
        }
        Faults.Add($"limit must be a whole number from 1 to {MaxLimit} but is '{NearestName.Cut(text)}'.");
        return DefaultLimit;
    }

    public JobId? Before()
    {
        if (Value("cursor") is not { } text)
        {
            return null;
        }
        if (Cursor.TryParse(text, out var id))
        {
            return id;
        }
        Faults.Add("cursor must be the nextCursor of an earlier answer.");
        return null;
    }

    public JobId? Id(string name)
    {
        if (Value(name) is not { } text)
        {
            return null;
        }
        if (JobId.TryParse(text, out var id))
        {
            return id;
        }
        Faults.Add($"{name} must be the id of a job.");
        return null;
    }

    public string? Value(string name)
    {
        var values = _query[name];
        if (values.Count > 1)
        {
            Faults.Add(FieldFaults.Repeated(name));
        }
        var value = values.Count == 0 ? null : values[0];
        if (value?.Length == 0 && _refusesEmpty)
        {
            Faults.Add($"{name} is empty; give it a value or leave it out.");
        }
        return string.IsNullOrEmpty(value) ? null : value;
    }

    private DateTimeOffset? Time(string name)
    {
        if (Value(name) is not { } text)
        {
            return null;
        }
        if (Rfc3339.TryParse(text, out var time))
        {
            return time;
        }
        Faults.Add($"{name} must be an RFC 3339 time such as 2026-01-31T08:00:00Z but is '{NearestName.Cut(text)}'.");
        return null;
    }

    private JobState? State()
    {
        if (Value("state") is not { } text)
        {
            return null;
        }
        if (Names.TryParseState(text, out var state))
        {
            return state;
        }
        Faults.Add($"state must be one of {string.Join(", ", Names.States.Select(known => known.ToName()))} but is " +
            $"'{NearestName.Cut(text)}'.");
        return null;
    }

    private Priority? PriorityOf()
    {
        if (Value("priority") is not { } text)
        {
            return null;
        }
        if (Names.TryParsePriority(text, out var priority))
        {
            return priority;
        }
        Faults.Add(FieldFaults.NotAPriority(text));
        return null;
    }
}
