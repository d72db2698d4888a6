using System.Text.Json;

namespace ActorJobs.Client;

/// <summary>The one door into the queue: checks a request against every rule and fills in the defaults.</summary>
public static class JobAdmission
{
    /// <summary>Turns a request into a job, or throws with every fault.</summary>
    /// <param name="request">What was asked for. Its payload must be JSON.</param>
    /// <param name="defaults">What it gets when it does not say.</param>
    /// <param name="now">Time of the enqueue.</param>
    /// <param name="parent">The job whose handler enqueues it.</param>
    /// <exception cref="InvalidJobException">A rule is broken.</exception>
    public static NewJob Admit(JobRequest request, JobDefaults defaults, DateTimeOffset now, JobId? parent = null)
    {
        var options = request.Options ?? NoOptions;
        var faults = FaultsOf(request, options, defaults, now);
        if (faults is not null)
        {
            throw new InvalidJobException([.. faults]);
        }
        return new NewJob
        {
            Id = options.Id ?? JobId.New(now),
            Type = request.Type,
            Priority = options.Priority,
            Payload = request.Payload,
            CreatedAt = now,
            RunAt = RunAt(options, now),
            MaxRetries = options.MaxRetries ?? defaults.MaxRetries,
            Timeout = options.Timeout ?? defaults.Timeout,
            UniqueKey = options.UniqueKey,
            UniqueFor = options.UniqueFor,
            ConcurrencyKey = options.ConcurrencyKey,
            Tags = options.Tags.Count == 0 ? [] : [.. options.Tags.Distinct(StringComparer.Ordinal)],
            Parent = parent,
        };
    }

    private static readonly EnqueueOptions NoOptions = new();

    private static DateTimeOffset? RunAt(EnqueueOptions options, DateTimeOffset now)
    {
        var at = options.RunAt ?? (options.Delay is { } delay ? now + delay : null);
        return at > now ? at.Value.ToUniversalTime() : null;
    }

    private static List<string>? FaultsOf(
        JobRequest request, EnqueueOptions options, JobDefaults defaults, DateTimeOffset now)
    {
        List<string>? faults = null;
        void Require(bool holds, Func<string> fault)
        {
            if (!holds)
            {
                (faults ??= []).Add(fault());
            }
        }

        CheckType(request.Type, Require);
        CheckPayload(request.Payload, defaults.MaxPayloadBytes, Require);
        CheckTimes(options, now, Require);
        Require(Enum.IsDefined(options.Priority), () => "priority must be high, normal or low.");
        Require(options.MaxRetries is null or (>= 0 and <= JobLimits.MaxRetries),
            () => $"maxRetries must be from 0 to {JobLimits.MaxRetries} but is {options.MaxRetries}.");
        CheckKey("uniqueKey", options.UniqueKey, Require);
        CheckKey("concurrencyKey", options.ConcurrencyKey, Require);
        Require(options.UniqueFor is null || options.UniqueKey is not null,
            () => "uniqueFor needs a uniqueKey; add one or leave uniqueFor out.");
        CheckTags(options.Tags, Require);
        return faults;
    }

    private static void CheckType(string type, Action<bool, Func<string>> require)
    {
        require(!string.IsNullOrEmpty(type), () => "type is missing; name the job type.");
        require((type?.Length ?? 0) <= JobLimits.MaxTypeLength,
            () => $"type must have at most {JobLimits.MaxTypeLength} characters but has {type!.Length}.");
        require(type is null || type.All(IsTypeCharacter),
            () => "type may hold only letters, digits and . _ : / - characters.");
    }

    private static bool IsTypeCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or ':' or '/' or '-';

    private static void CheckPayload(ReadOnlyMemory<byte> payload, int maxBytes, Action<bool, Func<string>> require)
    {
        require(payload.Length <= maxBytes,
            () => $"payload must have at most {maxBytes} bytes of JSON but has {payload.Length}; " +
                "keep large data elsewhere and pass a reference.");
        require(payload.Length > maxBytes || IsJson(payload.Span), () => "payload must be JSON.");
    }

    private static bool IsJson(ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(text);
        try
        {
            while (reader.Read())
            {
            }
            return reader.TokenType != JsonTokenType.None;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static void CheckTimes(EnqueueOptions options, DateTimeOffset now, Action<bool, Func<string>> require)
    {
        require(options.RunAt is null || options.Delay is null, () => "runAt and delay exclude each other; give one.");
        require(options.RunAt is null || options.RunAt <= now + JobLimits.MaxDelay,
            () => $"runAt must be within {JobLimits.MaxDelay.TotalDays} days from now.");
        require(options.Delay is null || (options.Delay >= TimeSpan.Zero && options.Delay <= JobLimits.MaxDelay),
            () => $"delay must be from 0ms to {JobLimits.MaxDelay.TotalDays} days.");
        require(options.Timeout is null ||
            (options.Timeout >= JobLimits.MinTimeout && options.Timeout <= JobLimits.MaxTimeout),
            () => "timeout must be from 100ms to 168h.");
        require(options.UniqueFor is null ||
            (options.UniqueFor > TimeSpan.Zero && options.UniqueFor <= JobLimits.MaxDelay),
            () => $"uniqueFor must be above 0 and at most {JobLimits.MaxDelay.TotalDays} days.");
    }

    private static void CheckKey(string name, string? key, Action<bool, Func<string>> require) =>
        require(key is null || (key.Length is > 0 and <= JobLimits.MaxKeyLength),
            () => $"{name} must have 1 to {JobLimits.MaxKeyLength} characters but has {key!.Length}.");

    private static void CheckTags(IReadOnlyList<string> tags, Action<bool, Func<string>> require)
    {
        require(tags.Count <= JobLimits.MaxTags,
            () => $"tags must be at most {JobLimits.MaxTags} but there are {tags.Count}.");
        require(tags.All(tag => tag is { Length: > 0 and <= JobLimits.MaxTagLength }),
            () => $"each tag must have 1 to {JobLimits.MaxTagLength} characters.");
    }
}
