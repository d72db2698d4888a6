using System.CommandLine;

namespace ActorJobs.Cli.Running;

/// <summary>What every command takes.</summary>
internal static class GlobalOptions
{
    public const string UrlVariable = "ACTORJOBS_URL";
    public const string KeyVariable = "ACTORJOBS_API_KEY";
    public const string DefaultUrl = "http://127.0.0.1:8080";
    public static readonly TimeSpan DefaultPatience = TimeSpan.FromSeconds(10);

    public static Option<string?> Url { get; } = new("--url", "-u")
    {
        Description = $"Address of the gateway; else {UrlVariable}, else {DefaultUrl}.",
        HelpName = "URL",
        Recursive = true,
    };

    public static Option<string?> Key { get; } = new("--key", "-k")
    {
        Description = $"API key; better in {KeyVariable}, as command lines are seen by others.",
        HelpName = "KEY",
        Recursive = true,
    };

    public static Option<string> Output { get; } = Choice("--output", "-o", ["text", "json"]);

    public static Option<TimeSpan?> Patience { get; } = new("--patience")
    {
        Description = "How long a call is repeated while no gateway answers or the store is busy, 1s to 10m; "
            + "10s when left out.",
        HelpName = "DURATION",
        Recursive = true,
        CustomParser = result => Values.DurationWithin(result, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10)),
    };

    public static IReadOnlyList<Option> All { get; } = [Url, Key, Output, Patience];

    private static Option<string> Choice(string name, string alias, string[] words)
    {
        var option = new Option<string>(name, alias)
        {
            Description = "text for people, json for programs: one document, or one a line where there is no end.",
            HelpName = string.Join('|', words),
            Recursive = true,
            DefaultValueFactory = _ => words[0],
        };
        option.AcceptOnlyFromAmong(words);
        return option;
    }
}
