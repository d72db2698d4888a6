using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using ActorJobs.Json;
using Microsoft.Extensions.DependencyInjection;

namespace ActorJobs.Handlers;

/// <summary>A job type and how to run it.</summary>
/// <param name="Type">Job type.</param>
/// <param name="RunAsync">Runs one attempt: scope, payload, context, token.</param>
public sealed record JobRegistration(
    string Type,
    Func<IServiceProvider, ReadOnlyMemory<byte>, IJobContext, CancellationToken, Task> RunAsync)
{
    /// <summary>What holds for all its jobs.</summary>
    public JobTypeOptions Options { get; init; } = JobTypeOptions.None;

    /// <summary>The class that handles it; null for a function.</summary>
    public Type? HandlerType { get; init; }

    /// <summary>The file that it was loaded from; null when it is part of the program.</summary>
    public string? Origin { get; init; }

    /// <summary>What its payload is read as; null when it is not read.</summary>
    public Type? ArgsType { get; init; }

    /// <summary>What is wrong with it, as whole sentences; a node that has such a one does not start.</summary>
    public ImmutableArray<string> Faults { get; init; } = [];

    /// <summary>Registers a handler type; it is created from the attempt's scope.</summary>
    public static JobRegistration For<THandler, TArgs>(string type)
        where THandler : class, IJobHandler<TArgs> =>
        For<THandler, TArgs>(type, JobTypeOptions.None, null, 1, []);

    /// <summary>Registers a function.</summary>
    /// <param name="type">Job type.</param>
    /// <param name="run">Does the work of one attempt.</param>
    public static JobRegistration For<TArgs>(string type, Func<TArgs, IJobContext, CancellationToken, Task> run)
    {
        var arguments = Arguments<TArgs>(type, null, 1, [], out var faults);
        return new JobRegistration(type, (_, payload, context, cancellationToken) =>
            run(arguments!.Read(payload), context, cancellationToken))
        {
            ArgsType = typeof(TArgs),
            Faults = faults,
        };
    }

    internal static JobRegistration For<THandler, TArgs>(
        string type, JobTypeOptions options, JsonTypeInfo? json, int version,
        ImmutableArray<Func<System.Text.Json.Nodes.JsonObject, System.Text.Json.Nodes.JsonObject>> steps)
        where THandler : class, IJobHandler<TArgs>
    {
        var arguments = Arguments<TArgs>(type, (JsonTypeInfo<TArgs>?)json, version, steps, out var faults);
        var create = typeof(THandler).IsAbstract ? null : ActivatorUtilities.CreateFactory<THandler>([]);
        return new JobRegistration(type, (services, payload, context, cancellationToken) =>
            create!(services, []).HandleAsync(arguments!.Read(payload), context, cancellationToken))
        {
            Options = options,
            HandlerType = typeof(THandler),
            ArgsType = typeof(TArgs),
            Faults = faults,
        };
    }

    private static JobArguments<TArgs>? Arguments<TArgs>(
        string type, JsonTypeInfo<TArgs>? json, int version,
        ImmutableArray<Func<System.Text.Json.Nodes.JsonObject, System.Text.Json.Nodes.JsonObject>> steps,
        out ImmutableArray<string> faults)
    {
        faults = ArgumentsCheck.FaultsOf(typeof(TArgs), json);
        return faults.IsEmpty
            ? new JobArguments<TArgs>(
                type, json ?? (JsonTypeInfo<TArgs>)JobJson.Options.GetTypeInfo(typeof(TArgs)), version, steps)
            : null;
    }
}
