using System.Globalization;
using ActorJobs.Rules;

namespace ActorJobs.Handlers;

/// <summary>
/// Names a job type and says how its jobs run. Stands on the arguments' record, so that programs that only enqueue see it
/// too, or on the handler. A request's own options win over it, and it wins over the process's settings.
/// </summary>
/// <param name="name">Job type; null for one made from the class's name, see <see cref="JobNames"/>.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public sealed class JobAttribute(string? name = null) : Attribute
{
    private Priority? _priority;
    private int? _maxRetries;
    private int? _maxRunning;
    private int? _maxRunningPerKey;
    private UniquePolicy? _onDuplicate;

    /// <summary>Job type.</summary>
    public string? Name { get; } = name;

    /// <summary>Version of the arguments' form, from 1; older payloads are brought up by <see cref="JobBuilder.Upcast"/>.</summary>
    public int Version { get; set; } = 1;

    /// <summary>Urgency.</summary>
    public Priority Priority
    {
        get => _priority ?? Priority.Normal;
        set => _priority = value;
    }

    /// <summary>Attempts after the first, 0 to 100.</summary>
    public int MaxRetries
    {
        get => _maxRetries ?? 0;
        set => _maxRetries = value;
    }

    /// <summary>Longest time of one attempt, as <c>30s</c>; 100 ms to 7 days.</summary>
    public string? Timeout { get; set; }

    /// <summary>Longest wait after the first recoverable error, as <c>1s</c>; doubled for each further one.</summary>
    public string? RetryDelay { get; set; }

    /// <summary>Longest wait after any recoverable error, as <c>10m</c>.</summary>
    public string? MaxRetryDelay { get; set; }

    /// <summary>Unique key made from the arguments, as <c>order-{orderId}</c>.</summary>
    public string? UniqueKey { get; set; }

    /// <summary>Holds the unique key for at least so long, as <c>1h</c>.</summary>
    public string? UniqueFor { get; set; }

    /// <summary>What happens when another live job holds the key made by <see cref="UniqueKey"/>.</summary>
    public UniquePolicy OnDuplicate
    {
        get => _onDuplicate ?? UniquePolicy.Keep;
        set => _onDuplicate = value;
    }

    /// <summary>Concurrency key made from the arguments, as <c>customer-{customerId}</c>.</summary>
    public string? ConcurrencyKey { get; set; }

    /// <summary>Most jobs of the type that run at a time in the whole cluster.</summary>
    public int MaxRunning
    {
        get => _maxRunning ?? 0;
        set => _maxRunning = value;
    }

    /// <summary>Most jobs of the type that run at a time with the same concurrency key.</summary>
    public int MaxRunningPerKey
    {
        get => _maxRunningPerKey ?? 1;
        set => _maxRunningPerKey = value;
    }

    /// <summary>Most jobs of the type that are handed out in a period, as <c>10/s</c> or <c>500/1m</c>.</summary>
    public string? RateLimit { get; set; }

    /// <summary>What it says, as values.</summary>
    /// <param name="fault">Told what cannot be read, as whole sentences that begin with the member.</param>
    internal JobTypeOptions ToOptions(Action<string> fault) => new()
    {
        Priority = _priority is { } priority && !Enum.IsDefined(priority) ? Refuse<Priority?>("Priority", fault) : _priority,
        MaxRetries = Within("MaxRetries", _maxRetries, 0, JobLimits.MaxRetries, fault),
        Timeout = Duration("Timeout", Timeout, JobLimits.MinTimeout, JobLimits.MaxTimeout, fault),
        UniqueKey = Template("UniqueKey", UniqueKey, fault),
        UniqueFor = Duration("UniqueFor", UniqueFor, TimeSpan.FromMilliseconds(1), JobLimits.MaxDelay, fault),
        OnDuplicate = _onDuplicate is { } policy && !Enum.IsDefined(policy) ? Refuse<UniquePolicy?>("OnDuplicate", fault) : _onDuplicate,
        ConcurrencyKey = Template("ConcurrencyKey", ConcurrencyKey, fault),
        Retry = ToPolicy(fault),
        MaxRunning = Within("MaxRunning", _maxRunning, 1, int.MaxValue, fault),
        MaxRunningPerKey = Within("MaxRunningPerKey", _maxRunningPerKey, 1, int.MaxValue, fault),
        RateLimit = ToRate(fault),
    };

    private RetryPolicy? ToPolicy(Action<string> fault)
    {
        if (RetryDelay is null && MaxRetryDelay is null)
        {
            return null;
        }
        var standard = RetryPolicy.Default;
        var first = Duration("RetryDelay", RetryDelay, TimeSpan.Zero, JobLimits.MaxTimeout, fault) ?? standard.BaseDelay;
        var most = Duration("MaxRetryDelay", MaxRetryDelay, TimeSpan.Zero, JobLimits.MaxTimeout, fault);
        return new RetryPolicy(first, most ?? (first > standard.MaxDelay ? first : standard.MaxDelay));
    }

    private RateLimit? ToRate(Action<string> fault)
    {
        if (RateLimit is not null && !Rules.RateLimit.TryParse(RateLimit, out _))
        {
            fault($"RateLimit must be a number of jobs and a period such as 10/s or 500/1m but is '{RateLimit}'.");
        }
        return Rules.RateLimit.TryParse(RateLimit, out var limit) ? limit : null;
    }

    private static T? Refuse<T>(string member, Action<string> fault)
    {
        fault($"{member} is no value of its type.");
        return default;
    }

    private static int? Within(string member, int? value, int least, int most, Action<string> fault)
    {
        if (value < least || value > most)
        {
            fault(string.Create(CultureInfo.InvariantCulture,
                $"{member} must be {least} or more{(most == int.MaxValue ? "" : $", at most {most},")} but is {value}."));
            return null;
        }
        return value;
    }

    private static TimeSpan? Duration(string member, string? text, TimeSpan least, TimeSpan most, Action<string> fault)
    {
        if (text is null)
        {
            return null;
        }
        if (DurationText.TryParse(text, out var value) && value >= least && value <= most)
        {
            return value;
        }
        fault($"{member} must be a duration such as 30s from {DurationText.Format(least)} to {DurationText.Format(most)} but is '{text}'.");
        return null;
    }

    private static KeyTemplate? Template(string member, string? text, Action<string> fault)
    {
        if (text is not null && !KeyTemplate.TryParse(text, out _))
        {
            fault($"{member} must be text with names of arguments in braces, as customer-{{customerId}}, but is '{text}'.");
        }
        return KeyTemplate.TryParse(text, out var template) ? template : null;
    }
}
