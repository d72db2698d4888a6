using System.Collections.Concurrent;
using static Microsoft.Playwright.Assertions;

namespace ActorJobs.Dashboard.Tests.Driving;

/// <summary>A tab and what went wrong in it.</summary>
internal sealed class Tab : IAsyncDisposable
{
    private const int Patience = 60_000;
    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _faults = [];

    public Tab(IBrowserContext context, IPage page)
    {
        (_context, Page) = (context, page);
        page.PageError += (_, fault) => _faults.Enqueue(fault);
        page.Console += (_, line) =>
        {
            // The browser itself notes each answer of 4xx; tests of refusals expect those.
            if (line.Type == "error" && !line.Text.Contains("Failed to load resource", StringComparison.Ordinal))
            {
                _faults.Enqueue(line.Text);
            }
        };
    }

    public IPage Page { get; }

    /// <summary>What the page threw, and what it wrote to the console as an error.</summary>
    public IEnumerable<string> Faults => _faults;

    /// <summary>Opens a page and waits until it lives and shows its heading.</summary>
    public async Task GoAsync(string path, string heading)
    {
        await Page.GotoAsync(path);
        await SeesAsync(Heading(heading));
    }

    public ILocator Heading(string text) => Page.GetByRole(AriaRole.Heading, new() { Name = text, Exact = true, Level = 1 });

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    public ILocator Link(string name) => Page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true });

    public ILocator Text(string text) => Page.GetByText(text).First;

    public Task SeesAsync(ILocator what) => Expect(what).ToBeVisibleAsync(new() { Timeout = Patience });

    public Task SeesAsync(string text) => SeesAsync(Text(text));

    public Task SeesNoneAsync(ILocator what) => Expect(what).ToHaveCountAsync(0, new() { Timeout = Patience });

    /// <summary>Presses the button of the dialog that asks back.</summary>
    public Task ConfirmAsync() => Page.GetByTestId("confirm").ClickAsync();

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
