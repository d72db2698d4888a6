using System.CommandLine;
using ActorJobs.Client.Http;
using Spectre.Console;

namespace ActorJobs.Cli.Running;

/// <summary>One call of a command: its values, where it writes, and the client it talks through.</summary>
internal sealed class CliCall : IDisposable
{
    // Wide enough for any table: what reads a pipe wraps by itself.
    private const int PipeWidth = 400;
    private readonly Lazy<ActorJobsHttpClient> _client;

    private CliCall(ParseResult result, CancellationToken cancellationToken)
    {
        (Result, Token) = (result, cancellationToken);
        Out = CreateConsole(Console.Out, Console.IsOutputRedirected);
        Err = CreateConsole(Console.Error, Console.IsErrorRedirected);
        _client = new Lazy<ActorJobsHttpClient>(CreateClient);
    }

    public ParseResult Result { get; }

    public CancellationToken Token { get; }

    /// <summary>Standard output, for what was asked for.</summary>
    public IAnsiConsole Out { get; }

    /// <summary>Standard error, for faults, questions and progress bars.</summary>
    public IAnsiConsole Err { get; }

    public ActorJobsHttpClient Client => _client.Value;

    public bool IsJson => Result.GetValue(GlobalOptions.Output) == "json";

    public string Url => Result.GetValue(GlobalOptions.Url)
        ?? Environment.GetEnvironmentVariable(GlobalOptions.UrlVariable) ?? GlobalOptions.DefaultUrl;

    /// <summary>True when a person sees progress bars.</summary>
    public static bool ShowsProgress => !Console.IsErrorRedirected;

    /// <summary>True when a person can be asked.</summary>
    public static bool CanAsk => !Console.IsInputRedirected && !Console.IsErrorRedirected;

    public T? Get<T>(Option<T> option) => Result.GetValue(option);

    public T? Get<T>(Argument<T> argument) => Result.GetValue(argument);

    /// <summary>Runs a command; whatever goes wrong becomes one line and an exit code.</summary>
    public static async Task<int> RunAsync(
        ParseResult result, Func<CliCall, Task<int>> run, CancellationToken cancellationToken)
    {
        using var call = new CliCall(result, cancellationToken);
        try
        {
            return await run(call);
        }
        catch (Exception fault) when (Faults.CodeOf(fault, cancellationToken) is { } code)
        {
            return call.Fail(Faults.LineOf(fault), code);
        }
    }

    /// <summary>Writes one line on what went wrong.</summary>
    /// <returns>The exit code.</returns>
    public int Fail(string line, int code)
    {
        if (IsJson)
        {
            Console.Error.WriteLine(JsonOut.Fault(line, code));
        }
        else if (line.Length > 0)
        {
            Console.Error.WriteLine($"{CommandLine.Name}: {line}");
        }
        return code;
    }

    public void Dispose()
    {
        if (_client.IsValueCreated)
        {
            _client.Value.Dispose();
        }
    }

    private ActorJobsHttpClient CreateClient()
    {
        if (!Uri.TryCreate(Url, UriKind.Absolute, out var url))
        {
            throw new UsageException($"--url must be an address such as {GlobalOptions.DefaultUrl} but is '{Url}'.");
        }
        try
        {
            return new ActorJobsHttpClient(new GatewayClientOptions
            {
                Url = url,
                ApiKey = Key(),
                Timeout = Result.GetValue(GlobalOptions.Patience) ?? GlobalOptions.DefaultPatience,
            });
        }
        catch (ArgumentException fault)
        {
            throw new UsageException(fault.Message);
        }
    }

    private string? Key()
    {
        var key = Result.GetValue(GlobalOptions.Key) ?? Environment.GetEnvironmentVariable(GlobalOptions.KeyVariable);
        return string.IsNullOrEmpty(key) ? null : key;
    }

    private static IAnsiConsole CreateConsole(TextWriter writer, bool isRedirected)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) });
        if (isRedirected)
        {
            console.Profile.Width = PipeWidth;
        }
        return console;
    }
}
