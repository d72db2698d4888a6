using ActorJobs.Dashboard.Access;
using ActorJobs.Dashboard.Actions;
using ActorJobs.Dashboard.Assets;
using ActorJobs.Dashboard.Live;
using ActorJobs.Gateway;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;

namespace ActorJobs.Dashboard;

/// <summary>Adds the dashboard to a host that has a gateway.</summary>
public static class DashboardServices
{
    private const int MaxKeptCircuits = 20;
    private static readonly TimeSpan CircuitPatience = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Adds the dashboard as a part of the gateway. It reads and acts through what the gateway's host registers, and through
    /// <see cref="Schedules.IJobSchedules"/> where that is registered too. Nothing runs while nobody looks.
    /// </summary>
    public static IServiceCollection AddActorJobsDashboard(this IServiceCollection services)
    {
        services.AddSingleton<IGatewayPart, DashboardPart>();
        services.AddSingleton<DashboardAssets>();
        services.AddSingleton<SharedPolls>();
        services.AddSingleton<LiveQueue>();
        services.AddScoped<Viewer>();
        services.AddScoped<JobActions>();
        services.AddScoped<ScheduleActions>();
        services.AddScoped<ThemeChoice>();
        // What it seals lives no longer than a page: keys on disk would serve nobody.
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.AddRazorComponents().AddInteractiveServerComponents(circuits =>
        {
            circuits.DisconnectedCircuitMaxRetained = MaxKeptCircuits;
            circuits.DisconnectedCircuitRetentionPeriod = CircuitPatience;
        });
        services.AddMudServices(mud =>
        {
            mud.SnackbarConfiguration.PositionClass = MudBlazor.Defaults.Classes.Position.BottomRight;
            mud.SnackbarConfiguration.ShowTransitionDuration = 150;
            mud.SnackbarConfiguration.VisibleStateDuration = 6000;
        });
        return services;
    }
}
