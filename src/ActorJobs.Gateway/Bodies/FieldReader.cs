using System.Globalization;
using System.Text.Json;
using ActorJobs.Rules;

namespace ActorJobs.Gateway.Bodies;

/// <summary>Walks the fields of one JSON object and reads their values, collecting every fault.</summary>
internal ref struct FieldReader
{
    // A payload may be 64 levels deep, and stands one level below the body.
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 65 };

    private readonly ReadOnlySpan<byte> _json;
    private readonly FieldNames _names;
    private Utf8JsonReader _reader;
    private int _seen;

    public FieldReader(ReadOnlySpan<byte> json, FieldNames names)
    {
        _json = json;
        _names = names;
        _reader = new Utf8JsonReader(json, Options);
    }

    /// <summary>What is wrong so far; null for nothing.</summary>
    public List<string>? Faults { get; private set; }

    /// <summary>Kind of the value at hand.</summary>
    public readonly JsonTokenType Kind => _reader.TokenType;

    public void Fault(string sentence) => (Faults ??= []).Add(sentence);

    /// <summary>Enters the object; false when the text is some other JSON value.</summary>
    public bool Open()
    {
        _reader.Read();
        return _reader.TokenType == JsonTokenType.StartObject;
    }

    /// <summary>Goes to the value of the next known field that is given once; false at the end of the text.</summary>
    public bool Next(out int field)
    {
        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            field = Find();
            var name = field < 0 ? _reader.GetString()! : _names[field];
            _reader.Read();
            if (field >= 0 && (_seen & (1 << field)) == 0)
            {
                _seen |= 1 << field;
                return true;
            }
            Fault(field < 0 ? FieldFaults.Unknown(name, _names.All) : FieldFaults.Repeated(name));
            _reader.Skip();
        }
        // At the object's end; the next read finds anything that trails it.
        _reader.Read();
        field = -1;
        return false;
    }

    /// <summary>The value at hand as text; null when it is null or faulty.</summary>
    public string? Text(string name)
    {
        if (_reader.TokenType == JsonTokenType.String)
        {
            return _reader.GetString();
        }
        return Refuse<string>(name, "a string");
    }

    /// <summary>The value at hand as a copy of its bytes; any JSON value will do.</summary>
    public byte[] Raw()
    {
        var start = (int)_reader.TokenStartIndex;
        _reader.Skip();
        return _json[start..(int)_reader.BytesConsumed].ToArray();
    }

    public int? Number(string name)
    {
        if (_reader.TokenType != JsonTokenType.Number)
        {
            Refuse<string>(name, "a whole number");
            return null;
        }
        if (_reader.TryGetInt32(out var value))
        {
            return value;
        }
        Fault($"{name} must be a whole number within 32 bits.");
        return null;
    }

    public TimeSpan? Duration(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }
        if (DurationText.TryParse(text, out var duration))
        {
            return duration;
        }
        Fault(FieldFaults.NotADuration(name, text));
        return null;
    }

    public DateTimeOffset? Time(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }
        if (Rfc3339.TryParse(text, out var time))
        {
            return time;
        }
        Fault(FieldFaults.NotATime(name, text));
        return null;
    }

    public JobId? Id(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }
        if (JobId.TryParse(text, out var id))
        {
            return id;
        }
        Fault(FieldFaults.NotAnId(name, text));
        return null;
    }

    public Priority? Priority(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }
        if (Names.TryParsePriority(text, out var priority))
        {
            return priority;
        }
        Fault(FieldFaults.NotAPriority(text));
        return null;
    }

    public FailurePolicy? FailurePolicy(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }
        if (Names.TryParseFailurePolicy(text, out var policy))
        {
            return policy;
        }
        Fault(FieldFaults.NotAFailurePolicy(name, text));
        return null;
    }

    public UniquePolicy? UniquePolicy(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }
        if (Names.TryParseUniquePolicy(text, out var policy))
        {
            return policy;
        }
        Fault(FieldFaults.NotAUniquePolicy(name, text));
        return null;
    }

    /// <summary>The value at hand as ids; those that are none are faults.</summary>
    public List<JobId>? Ids(string name)
    {
        if (Texts(name) is not { } texts)
        {
            return null;
        }
        var ids = new List<JobId>(texts.Count);
        foreach (var text in texts)
        {
            if (JobId.TryParse(text, out var id))
            {
                ids.Add(id);
                continue;
            }
            Fault(FieldFaults.NotAnId(name, text));
            break;
        }
        return ids;
    }

    public List<string>? Texts(string name)
    {
        if (_reader.TokenType != JsonTokenType.StartArray)
        {
            return Refuse<List<string>>(name, "an array of strings");
        }
        var texts = new List<string>();
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
        {
            if (_reader.TokenType == JsonTokenType.String)
            {
                texts.Add(_reader.GetString()!);
                continue;
            }
            Fault(string.Create(CultureInfo.InvariantCulture,
                $"{name} must be an array of strings but holds {FieldFaults.Describe(_reader.TokenType)}."));
            _reader.Skip();
        }
        return texts;
    }

    private T? Refuse<T>(string name, string wanted)
        where T : class
    {
        if (_reader.TokenType != JsonTokenType.Null)
        {
            Fault(FieldFaults.WrongKind(name, wanted, _reader.TokenType));
            _reader.Skip();
        }
        return null;
    }

    private readonly int Find()
    {
        var names = _names.Utf8;
        for (var i = 0; i < names.Length; i++)
        {
            if (_reader.ValueTextEquals(names[i]))
            {
                return i;
            }
        }
        return -1;
    }
}
