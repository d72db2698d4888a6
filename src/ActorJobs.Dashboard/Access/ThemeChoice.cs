using Microsoft.JSInterop;

namespace ActorJobs.Dashboard.Access;

/// <summary>Dark or light: the browser's wish until the viewer chooses; kept in the browser.</summary>
internal sealed class ThemeChoice(IJSRuntime browser)
{
    /// <summary>True for dark.</summary>
    public bool IsDark { get; private set; }

    /// <summary>Asks the browser.</summary>
    public async Task LearnAsync() => IsDark = await browser.InvokeAsync<bool>("actorjobs.isDark");

    /// <summary>Takes the other one.</summary>
    public async Task ToggleAsync()
    {
        IsDark = !IsDark;
        await browser.InvokeVoidAsync("actorjobs.setDark", IsDark);
    }
}
