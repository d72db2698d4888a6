using System.Text.Json;
using ActorJobs.Client;

namespace ActorJobs.Gateway.Bodies;

/// <summary>
/// The fields of a job's body as far as they were read. Null means absent, for every field but the payload.
/// </summary>
internal struct JobDraft
{
    private static readonly EnqueueOptions NoOptions = new();

    private bool _typeRefused;
    private Priority? _priority;
    private DateTimeOffset? _runAt;
    private TimeSpan? _delay;
    private int? _maxRetries;
    private TimeSpan? _timeout;
    private string? _uniqueKey;
    private TimeSpan? _uniqueFor;
    private string? _concurrencyKey;
    private List<string>? _tags;
    private JobId? _id;
    private List<JobId>? _after;
    private FailurePolicy? _onFailure;
    private UniquePolicy? _onDuplicate;

    public string? Type { get; private set; }

    public byte[]? Payload { get; private set; }

    public void Take(JobField field, ref FieldReader fields)
    {
        switch (field)
        {
            case JobField.Type:
                _typeRefused = fields.Kind is not (JsonTokenType.String or JsonTokenType.Null);
                Type = fields.Text("type");
                break;
            case JobField.Payload:
                Payload = fields.Raw();
                break;
            case JobField.Priority:
                _priority = fields.Priority("priority");
                break;
            case JobField.RunAt:
                _runAt = fields.Time("runAt");
                break;
            case JobField.Delay:
                _delay = fields.Duration("delay");
                break;
            case JobField.MaxRetries:
                _maxRetries = fields.Number("maxRetries");
                break;
            case JobField.Timeout:
                _timeout = fields.Duration("timeout");
                break;
            case JobField.UniqueKey:
                _uniqueKey = fields.Text("uniqueKey");
                break;
            case JobField.UniqueFor:
                _uniqueFor = fields.Duration("uniqueFor");
                break;
            case JobField.ConcurrencyKey:
                _concurrencyKey = fields.Text("concurrencyKey");
                break;
            case JobField.Tags:
                _tags = fields.Texts("tags");
                break;
            case JobField.Id:
                _id = fields.Id("id");
                break;
            case JobField.After:
                _after = fields.Ids("after");
                break;
            case JobField.OnFailure:
                _onFailure = fields.FailurePolicy("onFailure");
                break;
            case JobField.OnDuplicate:
                _onDuplicate = fields.UniquePolicy("onDuplicate");
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(field), field, "No such field.");
        }
    }

    public readonly void RequireTypeAndPayload(ref FieldReader fields)
    {
        if (Type is null && !_typeRefused)
        {
            fields.Fault("type is missing; name the job type.");
        }
        if (Payload is null)
        {
            fields.Fault("payload is missing; give the job's arguments as JSON, or {} for none.");
        }
    }

    public readonly JobRequest ToRequest(string type, byte[] payload)
    {
        var isPlain = _priority is null && _runAt is null && _delay is null && _maxRetries is null && _timeout is null
            && _uniqueKey is null && _uniqueFor is null && _concurrencyKey is null && _tags is null
            && _id is null && _after is null && _onFailure is null && _onDuplicate is null;
        return new JobRequest(type, payload, isPlain ? NoOptions : new EnqueueOptions
        {
            Priority = _priority,
            RunAt = _runAt,
            Delay = _delay,
            MaxRetries = _maxRetries,
            Timeout = _timeout,
            UniqueKey = _uniqueKey,
            UniqueFor = _uniqueFor,
            ConcurrencyKey = _concurrencyKey,
            Tags = _tags ?? [],
            Id = _id,
            After = _after ?? [],
            OnDuplicate = _onDuplicate,
            OnFailure = _onFailure ?? FailurePolicy.Hold,
        });
    }
}
