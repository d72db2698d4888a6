using ActorJobs.Dashboard;
using ActorJobs.Settings;

namespace ActorJobs.Nodes;

/// <summary>What only programs have that serve people: the dashboard, where the settings say that the gateway listens.</summary>
internal static class GatewayParts
{
    public static void Add(IServiceCollection services, NodeSettings settings)
    {
        if (settings.Gateway.Listen is not null)
        {
            services.AddActorJobsDashboard();
        }
    }
}
