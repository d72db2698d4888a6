using System.Text.Json;
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
    /// <summary>Registers a handler type; it is created from the attempt's scope.</summary>
    public static JobRegistration For<THandler, TArgs>(string type)
        where THandler : class, IJobHandler<TArgs>
    {
        var create = ActivatorUtilities.CreateFactory<THandler>([]);
        return new JobRegistration(type, (services, payload, context, cancellationToken) =>
            create(services, []).HandleAsync(Read<TArgs>(type, payload), context, cancellationToken));
    }

    private static TArgs Read<TArgs>(string type, ReadOnlyMemory<byte> payload)
    {
        try
        {
            return JsonSerializer.Deserialize<TArgs>(payload.Span, JobJson.Options)
                ?? throw new UndecodablePayloadException(type, "it is null.");
        }
        catch (JsonException fault)
        {
            throw new UndecodablePayloadException(type, $"at {fault.Path ?? "$"} it does not fit {typeof(TArgs).Name}.", fault);
        }
        catch (NotSupportedException fault)
        {
            throw new UndecodablePayloadException(type, $"{typeof(TArgs).Name} cannot be read from JSON.", fault);
        }
    }
}
