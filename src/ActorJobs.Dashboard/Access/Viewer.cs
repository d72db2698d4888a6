using ActorJobs.Gateway.Access;
using Microsoft.AspNetCore.Components.Authorization;

namespace ActorJobs.Dashboard.Access;

/// <summary>Who looks at this tab.</summary>
internal sealed class Viewer(AuthenticationStateProvider authentication, TimeProvider time)
{
    private GatewayScopes _scopes;
    private DateTimeOffset? _until;

    /// <summary>True when no keys are set: nobody signs in or out.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>True when the viewer may change things now.</summary>
    public bool CanAct => _scopes.HasFlag(GatewayScopes.Admin) && (_until is not { } until || until > time.GetUtcNow());

    /// <summary>Learns who it is; the first thing a tab does.</summary>
    public async Task LearnAsync()
    {
        var caller = (await authentication.GetAuthenticationStateAsync()).User;
        _scopes = CallerIdentity.ScopesOf(caller);
        _until = CallerIdentity.UntilOf(caller);
        IsOpen = CallerIdentity.IsOpen(caller);
    }
}
