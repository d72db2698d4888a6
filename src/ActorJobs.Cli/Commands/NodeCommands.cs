using System.CommandLine;
using System.Globalization;
using ActorJobs.Cli.Output;
using ActorJobs.Cli.Running;
using ActorJobs.Client.Http;
using Spectre.Console;

namespace ActorJobs.Cli.Commands;

/// <summary><c>nodes</c>: the members of the cluster.</summary>
internal static class NodeCommands
{
    private const int TypesShown = 6;

    public static Command Create() => new DocumentedCommand("nodes",
        "Lists the members of the cluster: status, roles, slots, health, and which jobs they take.",
        "actorjobs nodes",
        "actorjobs nodes --output json").Does(async call =>
    {
        var nodes = await call.Client.GetNodesAsync(call.Token);
        if (call.IsJson)
        {
            return JsonOut.Write<Node[]>([.. nodes]);
        }
        var table = Tables.Create("address", "status", "health", "running", "waiting", "priorities", "roles", "types");
        foreach (var node in nodes)
        {
            table.AddRow(
                new Text(node.Address), new Markup(Colored(node.Status, "up")), new Markup(Health(node)),
                new Text(node.Slots is { } slots
                    ? string.Create(CultureInfo.InvariantCulture, $"{node.Running}/{slots}")
                    : "–"),
                new Text(node.Waiting?.ToString(CultureInfo.InvariantCulture) ?? "–"),
                new Text(string.Join(',', (node.Priorities ?? []).Select(priority => priority.ToName()))),
                new Text(string.Join(' ', node.Roles)), new Text(Types(node.Types ?? [])));
        }
        call.Out.Write(table);
        return ExitCodes.Done;
    });

    private static string Health(Node node) => node.Health is not { } health
        ? "–"
        : Colored(health, "healthy") + (node.Abandoned > 0
            ? string.Create(CultureInfo.InvariantCulture, $" [yellow]({node.Abandoned} abandoned)[/]")
            : "");

    private static string Types(IReadOnlyList<string> types) => types.Count <= TypesShown
        ? string.Join(' ', types)
        : string.Create(CultureInfo.InvariantCulture,
            $"{string.Join(' ', types.Take(TypesShown))} … {types.Count - TypesShown} more");

    private static string Colored(string word, string good) =>
        $"[{(word == good ? "green" : "yellow")}]{Words.Plain(word)}[/]";
}
