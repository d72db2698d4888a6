using Microsoft.AspNetCore.Builder;

namespace ActorJobs.Gateway;

/// <summary>
/// Something that a program puts on the gateway's server beside the calls, as a dashboard. Register it as a singleton; it
/// stands behind the same access check. Where there is one, it has the path <c>/</c> to itself.
/// </summary>
public interface IGatewayPart
{
    /// <summary>Maps what it serves.</summary>
    void Map(WebApplication app);
}
