using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Unicode;
using ActorJobs.Handlers;
using ActorJobs.Payloads;

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
        var faults = Check(request, options, defaults, now);
        if (faults.IsEmpty && defaults.Types.TryGetValue(request.Type, out var type))
        {
            options = Complete(options, type, request.Payload, ref faults);
        }
        if (options.OnDuplicate is not (null or UniquePolicy.Keep) && options.UniqueKey is null)
        {
            faults.Add("onDuplicate needs a uniqueKey; add one or leave onDuplicate out.");
        }
        if (!faults.IsEmpty)
        {
            throw new InvalidJobException(faults.Sentences);
        }
        return new NewJob
        {
            Id = options.Id ?? JobId.New(now),
            HasNewId = options.Id is null,
            Type = request.Type,
            Priority = options.Priority ?? Priority.Normal,
            Payload = request.Payload,
            CreatedAt = now,
            RunAt = options.After.Count > 0 ? JobLimits.Never : RunAt(options, now),
            MaxRetries = options.MaxRetries ?? defaults.MaxRetries,
            Timeout = options.Timeout ?? defaults.Timeout,
            UniqueKey = options.UniqueKey,
            UniqueFor = options.UniqueFor,
            OnDuplicate = options.OnDuplicate ?? UniquePolicy.Keep,
            ConcurrencyKey = options.ConcurrencyKey,
            Tags = options.Tags.Count == 0 ? [] : [.. options.Tags.Distinct(StringComparer.Ordinal)],
            Parent = parent,
            After = options.After.Count == 0 ? [] : [.. options.After.Distinct()],
            OnFailure = options.OnFailure,
        };
    }

    /// <summary>Every rule that a request breaks, as whole sentences.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="defaults">Its <see cref="JobDefaults.MaxPayloadBytes"/> counts.</param>
    /// <param name="now">Time of the enqueue.</param>
    public static ImmutableArray<string> FaultsOf(JobRequest request, JobDefaults defaults, DateTimeOffset now) =>
        Check(request, request.Options ?? NoOptions, defaults, now).Sentences;

    /// <summary>The rule that a job type breaks, as a whole sentence; null when it breaks none.</summary>
    /// <param name="type">Job type.</param>
    public static string? TypeFaultOf(string? type)
    {
        var faults = new FaultList();
        CheckType(type, ref faults);
        return faults.IsEmpty ? null : faults.Sentences[0];
    }

    private static readonly EnqueueOptions NoOptions = new();

    private static readonly SearchValues<char> TypeCharacters = SearchValues.Create(JobLimits.NameCharacters);

    private static EnqueueOptions Complete(
        EnqueueOptions options, JobTypeOptions type, ReadOnlyMemory<byte> payload, ref FaultList faults)
    {
        var found = new List<string>();
        var complete = type.Complete(options, payload, found.Add);
        foreach (var fault in found)
        {
            faults.Add(fault);
        }
        CheckKey("uniqueKey", complete.UniqueKey, ref faults);
        CheckKey("concurrencyKey", complete.ConcurrencyKey, ref faults);
        return complete;
    }

    private static DateTimeOffset? RunAt(EnqueueOptions options, DateTimeOffset now)
    {
        var at = options.RunAt ?? (options.Delay is { } delay ? now + delay : null);
        return at > now ? at.Value.ToUniversalTime() : null;
    }

    private static FaultList Check(
        JobRequest request, EnqueueOptions options, JobDefaults defaults, DateTimeOffset now)
    {
        var faults = new FaultList();
        CheckType(request.Type, ref faults);
        CheckPayload(request.Payload, defaults.MaxPayloadBytes, ref faults);
        CheckTimes(options, now, ref faults);
        if (options.Priority is { } priority && !Enum.IsDefined(priority))
        {
            faults.Add("priority must be high, normal or low.");
        }
        if (options.MaxRetries is < 0 or > JobLimits.MaxRetries)
        {
            faults.Add($"maxRetries must be from 0 to {JobLimits.MaxRetries} but is {options.MaxRetries}.");
        }
        CheckKey("uniqueKey", options.UniqueKey, ref faults);
        CheckKey("concurrencyKey", options.ConcurrencyKey, ref faults);
        if (options.UniqueFor is not null && options.UniqueKey is null)
        {
            faults.Add("uniqueFor needs a uniqueKey; add one or leave uniqueFor out.");
        }
        if (options.OnDuplicate is { } policy && !Enum.IsDefined(policy))
        {
            faults.Add("onDuplicate must be keep, replace or latest.");
        }
        CheckTags(options.Tags, ref faults);
        CheckAfter(options, ref faults);
        return faults;
    }

    private static void CheckType(string? type, ref FaultList faults)
    {
        if (string.IsNullOrEmpty(type))
        {
            faults.Add("type is missing; name the job type.");
            return;
        }
        if (type.Length > JobLimits.MaxTypeLength)
        {
            faults.Add($"type must have at most {JobLimits.MaxTypeLength} characters but has {type.Length}.");
        }
        if (type.AsSpan().ContainsAnyExcept(TypeCharacters))
        {
            faults.Add("type may hold only letters, digits and . _ : / - characters.");
        }
    }

    private static void CheckPayload(ReadOnlyMemory<byte> payload, int maxBytes, ref FaultList faults)
    {
        if (!IsPayloadWithin(payload, maxBytes))
        {
            faults.Add($"payload must have at most {maxBytes} bytes of JSON but has {payload.Length}; " +
                "keep large data elsewhere and pass a reference.");
        }
        else if (!Utf8.IsValid(payload.Span) || !IsJson(payload.Span))
        {
            faults.Add("payload must be JSON in UTF-8.");
        }
    }

    /// <summary>Whether a payload is small enough; an encrypted one may be larger by what its envelope adds.</summary>
    /// <param name="payload">As JSON.</param>
    /// <param name="maxBytes">Largest payload in plain.</param>
    public static bool IsPayloadWithin(ReadOnlyMemory<byte> payload, int maxBytes) => payload.Length <= maxBytes
        || (payload.Length <= EncryptedEnvelope.MaxBytesOf(maxBytes) && EncryptedEnvelope.Is(payload.Span));

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

    private static void CheckTimes(EnqueueOptions options, DateTimeOffset now, ref FaultList faults)
    {
        if (options.RunAt is not null && options.Delay is not null)
        {
            faults.Add("runAt and delay exclude each other; give one.");
        }
        if (options.RunAt > now + JobLimits.MaxDelay)
        {
            faults.Add($"runAt must be within {JobLimits.MaxDelay.TotalDays} days from now.");
        }
        if (options.Delay < TimeSpan.Zero || options.Delay > JobLimits.MaxDelay)
        {
            faults.Add($"delay must be from 0ms to {JobLimits.MaxDelay.TotalDays} days.");
        }
        if (options.Timeout < JobLimits.MinTimeout || options.Timeout > JobLimits.MaxTimeout)
        {
            faults.Add("timeout must be from 100ms to 168h.");
        }
        if (options.UniqueFor <= TimeSpan.Zero || options.UniqueFor > JobLimits.MaxDelay)
        {
            faults.Add($"uniqueFor must be above 0 and at most {JobLimits.MaxDelay.TotalDays} days.");
        }
    }

    private static void CheckKey(string name, string? key, ref FaultList faults)
    {
        if (key is { Length: 0 or > JobLimits.MaxKeyLength })
        {
            faults.Add($"{name} must have 1 to {JobLimits.MaxKeyLength} characters but has {key.Length}.");
        }
        if (key is not null && !IsText(key))
        {
            faults.Add($"{name} must be Unicode text without NUL characters.");
        }
    }

    private static void CheckAfter(EnqueueOptions options, ref FaultList faults)
    {
        if (options.After.Count > JobLimits.MaxAfter)
        {
            faults.Add($"after may name at most {JobLimits.MaxAfter} jobs but names {options.After.Count}.");
        }
        if (options.After.Count > 0 && (options.RunAt is not null || options.Delay is not null))
        {
            faults.Add("after excludes runAt and delay; give one.");
        }
        if (options.Id is { } id && options.After.Contains(id))
        {
            faults.Add("after names the job itself.");
        }
        if (!Enum.IsDefined(options.OnFailure))
        {
            faults.Add("onFailure must be hold, cancel or run.");
        }
    }

    private static void CheckTags(IReadOnlyList<string> tags, ref FaultList faults)
    {
        if (tags.Count > JobLimits.MaxTags)
        {
            faults.Add($"tags must be at most {JobLimits.MaxTags} but there are {tags.Count}.");
        }
        if (tags.Count > 0 && tags.Any(tag => tag is not { Length: > 0 and <= JobLimits.MaxTagLength }))
        {
            faults.Add($"each tag must have 1 to {JobLimits.MaxTagLength} characters.");
        }
        if (tags.Count > 0 && tags.Any(tag => tag is not null && !IsText(tag)))
        {
            faults.Add("each tag must be Unicode text without NUL characters.");
        }
    }

    /// <summary>What every store can keep: no NUL, which PostgreSQL's text lacks, and no half of a surrogate pair.</summary>
    /// <param name="text">Text of a request.</param>
    public static bool IsText(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\0' || (char.IsSurrogate(text[i]) && !char.IsSurrogatePair(text, i++)))
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>Faults found; costs nothing while there are none, which is the hot path.</summary>
    private struct FaultList
    {
        private List<string>? _sentences;

        public readonly bool IsEmpty => _sentences is null;

        public readonly ImmutableArray<string> Sentences => [.. _sentences ?? []];

        public void Add(string sentence) => (_sentences ??= []).Add(sentence);
    }
}
