using ActorJobs.Operations;
using ActorJobs.Rules;

namespace ActorJobs.Runtime.QueueReader;

/// <summary>
/// What job types may take of the whole cluster, and what they take. As the reader hands out every job, its own count is the
/// cluster's; of a parted queue each reader gives its share, rounded up. After a change of reader starts before it are not
/// known, so a rate may then be exceeded once.
/// </summary>
/// <param name="partitions">How many readers share the queue.</param>
internal sealed class LimitTable(int partitions = 1)
{
    private readonly Dictionary<string, TypeUse> _uses = new(StringComparer.Ordinal);
    private bool _isLimited;

    /// <summary>When a type that a rate holds back may go on; null when none waits for that.</summary>
    public DateTimeOffset? NextStart { get; private set; }

    /// <summary>Takes in what the nodes say; of several limits the tightest counts.</summary>
    public void Set(IEnumerable<TypeLimit> limits)
    {
        if (_isLimited)
        {
            foreach (var use in _uses.Values)
            {
                (use.MaxRunning, use.MaxPerKey, use.Rate) = (int.MaxValue, 0, null);
            }
        }
        _isLimited = false;
        foreach (var limit in limits)
        {
            _isLimited = true;
            var use = Use(limit.Type);
            use.MaxRunning = Math.Min(use.MaxRunning, limit.MaxRunning is { } most ? Share(most) : int.MaxValue);
            var perKey = limit.MaxRunningPerKey ?? 1;
            use.MaxPerKey = use.MaxPerKey == 0 ? perKey : Math.Min(use.MaxPerKey, perKey);
            use.Rate = Tighter(use.Rate, limit.Rate is { } rate ? rate with { Count = Share(rate.Count) } : null);
        }
    }

    /// <summary>Most jobs of a type with one concurrency key at a time.</summary>
    public int MaxPerKey(string type) =>
        _isLimited && _uses.TryGetValue(type, out var use) ? Math.Max(1, use.MaxPerKey) : 1;

    /// <summary>True when another job of the type may be handed out.</summary>
    public bool MayStart(string type, DateTimeOffset now)
    {
        if (!_isLimited || !_uses.TryGetValue(type, out var use))
        {
            return true;
        }
        if (use.Running >= use.MaxRunning)
        {
            return false;
        }
        if (use.Rate is { } rate && use.FreeAt(rate, now) is { } at)
        {
            NextStart = NextStart is null || at < NextStart ? at : NextStart;
            return false;
        }
        return true;
    }

    /// <summary>A new round of handing out begins.</summary>
    public void BeginRound() => NextStart = null;

    /// <summary>A job was handed out, or was found to be with a node.</summary>
    public void Started(string type, DateTimeOffset at)
    {
        var use = Use(type);
        use.Running++;
        if (use.Rate is not null)
        {
            use.Starts.Enqueue(at);
        }
    }

    /// <summary>A job is with no node any more.</summary>
    public void Ended(string type) => Use(type).Running--;

    private int Share(int ofAll) => (ofAll / partitions) + (ofAll % partitions > 0 ? 1 : 0);

    private static RateLimit? Tighter(RateLimit? one, RateLimit? other) =>
        one is null ? other
        : other is null ? one
        : one.Count / one.Period.TotalSeconds <= other.Count / other.Period.TotalSeconds ? one : other;

    private TypeUse Use(string type)
    {
        if (!_uses.TryGetValue(type, out var use))
        {
            _uses[type] = use = new TypeUse();
        }
        return use;
    }

    private sealed class TypeUse
    {
        public int Running { get; set; }

        public int MaxRunning { get; set; } = int.MaxValue;

        public int MaxPerKey { get; set; }

        public RateLimit? Rate { get; set; }

        /// <summary>Of the last period, oldest first.</summary>
        public Queue<DateTimeOffset> Starts { get; } = new();

        /// <summary>When one more may start; null for now.</summary>
        public DateTimeOffset? FreeAt(RateLimit rate, DateTimeOffset now)
        {
            while (Starts.TryPeek(out var first) && (first + rate.Period <= now || Starts.Count > rate.Count))
            {
                Starts.Dequeue();
            }
            return Starts.Count < rate.Count ? null : Starts.Peek() + rate.Period;
        }
    }
}
