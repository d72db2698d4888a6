using ActorJobs.Dashboard.Access;
using ActorJobs.Dashboard.Actions;
using ActorJobs.Dashboard.Assets;
using ActorJobs.Dashboard.Live;
using ActorJobs.Gateway;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
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
        services.AddRazorComponents().AddInteractiveServerComponents(circuits =>
        {
            circuits.DisconnectedCircuitMaxRetained = MaxKeptCircuits;
            circuits.DisconnectedCircuitRetentionPeriod = CircuitPatience;
        });
        SealInMemory(services);
        services.AddMudServices(mud =>
        {
            mud.SnackbarConfiguration.PositionClass = MudBlazor.Defaults.Classes.Position.BottomRight;
            mud.SnackbarConfiguration.ShowTransitionDuration = 150;
            mud.SnackbarConfiguration.VisibleStateDuration = 6000;
        });
        return services;
    }

    // What pages seal lives no longer than the process: keys on disk would serve nobody, and none are made at start.
    private static void SealInMemory(IServiceCollection services)
    {
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        var starting = services.Where(service => service.ServiceType == typeof(IHostedService)
            && service.ImplementationType?.Assembly == typeof(EphemeralDataProtectionProvider).Assembly).ToList();
        starting.ForEach(service => services.Remove(service));
    }
}
