using System.Text.Json;
using System.Text.Json.Serialization;

namespace ActorJobs.Client.Http;

/// <summary>A member of the cluster; what follows <see cref="Status"/> is null when it runs no worker.</summary>
public sealed record Node
{
    /// <summary><c>host:port</c>.</summary>
    public required string Address { get; init; }

    /// <summary>Its roles, sorted.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>Membership in lower case, as <c>up</c> or <c>leaving</c>; <c>unreachable</c> when cut off.</summary>
    public required string Status { get; init; }

    /// <summary>Handlers it runs at a time.</summary>
    public int? Slots { get; init; }

    /// <summary>Handlers that run now.</summary>
    public int? Running { get; init; }

    /// <summary>Claimed jobs that wait for a slot.</summary>
    public int? Waiting { get; init; }

    /// <summary>Handlers given up that have not returned.</summary>
    public int? Abandoned { get; init; }

    /// <summary><c>healthy</c>, <c>degraded</c> or <c>unhealthy</c>.</summary>
    public string? Health { get; init; }

    /// <summary>Priorities it takes.</summary>
    public IReadOnlyList<Priority>? Priorities { get; init; }

    /// <summary>Job types it takes, sorted.</summary>
    public IReadOnlyList<string>? Types { get; init; }

    /// <summary>What a newer gateway says besides.</summary>
    [JsonExtensionData]
#pragma warning disable CA2227 // the reader fills it; what is required binds to the constructor, this must not
    public IDictionary<string, JsonElement>? Other { get; set; }
#pragma warning restore CA2227
}
