using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace ActorJobs.Handlers;

/// <summary>Says how the jobs of one handler run, where an attribute does not or cannot.</summary>
public sealed class JobBuilder
{
    private static readonly MethodInfo Make = typeof(JobBuilder)
        .GetMethod(nameof(Register), BindingFlags.NonPublic | BindingFlags.Instance)!;

    private readonly SortedDictionary<int, Func<JsonObject, JsonObject>> _steps = [];
    private readonly List<string> _faults = [];
    private readonly Type _handler;
    private JobTypeOptions _options = JobTypeOptions.None;
    private JsonSerializerContext? _json;
    private string? _name;
    private int _version = 1;

    internal JobBuilder(Type handler) => _handler = handler;

    /// <summary>Names the job type, in place of what the attribute or the class's name says.</summary>
    /// <param name="name">Job type.</param>
    public JobBuilder Name(string name)
    {
        _name = name;
        return this;
    }

    /// <summary>Changes what holds for all jobs of the type; begins with what the attribute says.</summary>
    /// <param name="change">Answers the options wanted.</param>
    public JobBuilder Options(Func<JobTypeOptions, JobTypeOptions> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        var before = _change;
        _change = options => change(before(options));
        return this;
    }

    /// <summary>Reads the arguments by source-generated code.</summary>
    /// <param name="context">It must know the arguments' type; its own options count, so give it camel case.</param>
    public JobBuilder Json(JsonSerializerContext context)
    {
        _json = context;
        return this;
    }

    /// <summary>
    /// Brings a payload of an older form up to the next one. The newest form is one above the highest given here, or what the
    /// attribute says; every step between must be given.
    /// </summary>
    /// <param name="fromVersion">Form that the step takes, from 1.</param>
    /// <param name="step">Answers the next form; may change and answer what it is given.</param>
    public JobBuilder Upcast(int fromVersion, Func<JsonObject, JsonObject> step)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(fromVersion, 1);
        ArgumentNullException.ThrowIfNull(step);
        _steps[fromVersion] = step;
        _version = Math.Max(_version, fromVersion + 1);
        return this;
    }

    private Func<JobTypeOptions, JobTypeOptions> _change = options => options;

    /// <summary>Makes the registration; what is wrong stands in its faults, so that all of them are told together.</summary>
    internal JobRegistration Build()
    {
        var arguments = _handler.GetInterfaces()
            .Where(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IJobHandler<>))
            .Select(type => type.GetGenericArguments()[0]).ToArray();
        if (arguments.Length != 1 || _handler.IsAbstract || _handler.ContainsGenericParameters)
        {
            return Faulty(arguments.Length switch
            {
                0 => $"{_handler.Name} handles no job; let it implement IJobHandler<TArgs>.",
                1 => $"{_handler.Name} cannot be created, as it is abstract or open; register a class that can.",
                _ => $"{_handler.Name} handles {string.Join(" and ", arguments.Select(type => type.Name))}; write a handler for each.",
            });
        }
        ReadAttribute(arguments[0]);
        return (JobRegistration)Make.MakeGenericMethod(_handler, arguments[0]).Invoke(this, [])!;
    }

    private void ReadAttribute(Type args)
    {
        var (onHandler, onArgs) = (_handler.GetCustomAttribute<JobAttribute>(), args.GetCustomAttribute<JobAttribute>());
        if (onHandler is not null && onArgs is not null)
        {
            _faults.Add($"[Job] stands on {_handler.Name} and on {args.Name}; keep one of the two.");
        }
        if ((onHandler ?? onArgs) is { } job)
        {
            var bearer = onHandler is null ? args : _handler;
            _options = job.ToOptions(fault => _faults.Add($"[Job] of {bearer.Name}: {fault}"));
            _version = Math.Max(_version, job.Version);
        }
        _name ??= JobNames.OfHandler(_handler, args);
    }

    private JobRegistration Register<THandler, TArgs>()
        where THandler : class, IJobHandler<TArgs>
    {
        for (var form = 1; form < _version; form++)
        {
            if (!_steps.ContainsKey(form))
            {
                _faults.Add($"{_handler.Name} knows form {_version} of its arguments but not how form {form} becomes {form + 1}; " +
                    $"add Upcast({form}, …).");
            }
        }
        var json = _json?.GetTypeInfo(typeof(TArgs));
        if (_json is not null && json is null)
        {
            _faults.Add($"{_json.GetType().Name} does not know {typeof(TArgs).Name}; add [JsonSerializable(typeof({typeof(TArgs).Name}))].");
        }
        var made = JobRegistration.For<THandler, TArgs>(
            _name!, _change(_options), json, _version, [.. _steps.Values]);
        return made with { Faults = [.. _faults, .. made.Faults.Select(fault => $"{_handler.Name}: {fault}")] };
    }

    private JobRegistration Faulty(string fault) =>
        new(_name ?? JobNames.Make(_handler.Name), (_, _, _, _) => Task.CompletedTask)
        {
            HandlerType = _handler,
            Faults = [fault],
        };
}
