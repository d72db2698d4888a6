using System.Text.Json;
using System.Text.Json.Serialization;
using ActorJobs.Operations;

namespace ActorJobs.Client.Http;

/// <summary>The queue in numbers, at most a second old.</summary>
public sealed record QueueStats
{
    /// <summary>Jobs in each state; every state has an entry.</summary>
    public required IReadOnlyDictionary<JobState, long> ByState { get; init; }

    /// <summary>Ready jobs that no worker has claimed, by priority.</summary>
    public required IReadOnlyDictionary<Priority, long> Depth { get; init; }

    /// <summary>How long the oldest ready job has waited; 0 when none is ready.</summary>
    public double OldestReadySeconds { get; init; }

    /// <summary>Jobs per second over the last ten seconds or so.</summary>
    public required JobRates Rates { get; init; }

    /// <summary>Handlers that run, and room for more.</summary>
    public required SlotUse Slots { get; init; }

    /// <summary>Handlers given up that have not returned.</summary>
    public long Abandoned { get; init; }

    /// <summary>Waiting jobs that no worker takes.</summary>
    public IReadOnlyList<UnroutableType> Unroutable { get; init; } = [];

    /// <summary>Address of the node that hands jobs out; null when none answered.</summary>
    public string? Reader { get; init; }

    /// <summary>What a newer gateway says besides.</summary>
    [JsonExtensionData]
#pragma warning disable CA2227 // the reader fills it; what is required binds to the constructor, this must not
    public IDictionary<string, JsonElement>? Other { get; set; }
#pragma warning restore CA2227
}

/// <summary>Slots of the cluster.</summary>
/// <param name="Used">Handlers that run.</param>
/// <param name="Free">Room for more.</param>
public sealed record SlotUse(long Used, long Free);

/// <summary>Waiting jobs of a type that no worker takes.</summary>
/// <param name="Type">Job type.</param>
/// <param name="Count">How many.</param>
/// <param name="Priorities">Of which priorities.</param>
public sealed record UnroutableType(string Type, long Count, IReadOnlyList<Priority> Priorities);

/// <summary>Health of all workers of the cluster.</summary>
/// <param name="Status"><c>healthy</c>, <c>degraded</c> or <c>unhealthy</c>.</param>
/// <param name="WorkerCount">Worker nodes.</param>
/// <param name="HealthyWorkers">Those that are well.</param>
/// <param name="DegradedWorkers">Those that work with less than all of their slots, or with a slow store.</param>
/// <param name="UnhealthyWorkers">Those that take no jobs.</param>
/// <param name="EventsProcessed">Attempts ended since the workers started.</param>
/// <param name="EventsSucceeded">Attempts that completed their job.</param>
/// <param name="EventsFailed">Attempts that ended with an error.</param>
/// <param name="ActiveEvents">Handlers that run.</param>
/// <param name="Timestamp">When this was so.</param>
public sealed record WorkersHealth(
    string Status, int WorkerCount, int HealthyWorkers, int DegradedWorkers, int UnhealthyWorkers, long EventsProcessed,
    long EventsSucceeded, long EventsFailed, long ActiveEvents, DateTimeOffset Timestamp);
