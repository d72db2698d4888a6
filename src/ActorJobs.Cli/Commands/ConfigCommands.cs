using System.CommandLine;
using ActorJobs.Cli.Output;
using ActorJobs.Cli.Running;
using ActorJobs.Settings;
using ActorJobs.Stores.Postgres;
using Microsoft.Extensions.Configuration;
using Spectre.Console;

namespace ActorJobs.Cli.Commands;

/// <summary>The settings of a node, without a node: <c>config check</c> and <c>migrate</c>.</summary>
internal static class ConfigCommands
{
    private const string SettingsFile = "appsettings.json";

    private static readonly (string Word, NodeKind Kind)[] Kinds =
    [
        ("all-in-one", NodeKind.AllInOne), ("worker", NodeKind.Worker), ("scheduler", NodeKind.Scheduler),
        ("gateway", NodeKind.Gateway), ("host", NodeKind.Host),
    ];

    public static Command Config()
    {
        var program = ProgramOption();
        var file = FileOption();
        var check = new DocumentedCommand("check",
            "Checks the settings a node would start with, from this environment and appsettings.json, and names every "
                + "fault.",
            "WORKER_CONCURRENCY=2000 actorjobs config check",
            "actorjobs config check --program worker --file deploy/appsettings.json")
        {
            program, file,
        }.Does(call => Task.FromResult(Check(call, Read(call, program, file))));
        return new DocumentedCommand("config", "Settings of nodes.", "actorjobs config check") { check };
    }

    public static Command Migrate()
    {
        var print = new Option<bool>("--print")
        {
            Description = "Writes the SQL for an administrator instead, and changes nothing.",
        };
        var program = ProgramOption();
        var file = FileOption();
        return new DocumentedCommand("migrate",
            "Prepares the store that the settings name: creates or updates its schema. Nodes do so by themselves at "
                + "start.",
            "DATABASE_URL=postgres://jobs:secret@db/jobs actorjobs migrate",
            "DATABASE_URL=postgres://db/jobs actorjobs migrate --print | psql")
        {
            print, program, file,
        }.Does(call => MigrateAsync(call, Read(call, program, file), call.Get(print)));
    }

    private static Option<string> ProgramOption()
    {
        var option = new Option<string>("--program")
        {
            Description = "Which program reads the settings.",
            HelpName = string.Join('|', Kinds.Select(kind => kind.Word)),
            DefaultValueFactory = _ => Kinds[0].Word,
        };
        option.AcceptOnlyFromAmong([.. Kinds.Select(kind => kind.Word)]);
        return option;
    }

    private static Option<string?> FileOption() => new("--file", "-f")
    {
        Description = $"Settings file; {SettingsFile} of this folder, if there is one, when left out.",
        HelpName = "PATH",
    };

    private static SettingsReading Read(CliCall call, Option<string> program, Option<string?> file)
    {
        var path = call.Get(file);
        if (path is not null && !File.Exists(path))
        {
            throw new UsageException($"There is no file '{path}'.");
        }
        try
        {
            var configuration = new ConfigurationBuilder()
                .AddJsonFile(Path.GetFullPath(path ?? SettingsFile), optional: path is null)
                .AddEnvironmentVariables()
                .Build();
            return NodeSettings.Read(configuration, Kinds.First(kind => kind.Word == call.Get(program)).Kind);
        }
        catch (InvalidDataException fault)
        {
            throw new UsageException((fault.InnerException ?? fault).Message);
        }
    }

    private static int Check(CliCall call, SettingsReading reading)
    {
        if (call.IsJson)
        {
            JsonOut.Write(new ConfigOut(reading.IsValid, [.. reading.Faults.Sentences], [.. reading.Warnings]));
            return reading.IsValid ? ExitCodes.Done : ExitCodes.Usage;
        }
        foreach (var warning in reading.Warnings)
        {
            call.Err.MarkupLineInterpolated($"[yellow]warning:[/] {warning}");
        }
        if (!reading.IsValid)
        {
            return Refuse(call, reading);
        }
        var settings = reading.Settings;
        call.Out.MarkupLine("[green]The settings are valid.[/]");
        var grid = new Grid().AddColumn(new GridColumn().NoWrap().PadRight(3)).AddColumn();
        void Row(string name, string value) => grid.AddRow(new Markup($"[grey]{name}[/]"), new Text(value));
        Row("mode", settings.Worker.Mode.ToName());
        Row("slots", Words.Of(settings.Worker.Concurrency));
        Row("store", settings.Store.Kind.ToString());
        Row("gateway", settings.Gateway.Listen?.Text ?? "off");
        Row("keys", settings.Gateway.RequiresAuthentication ? "set" : "none: this machine only");
        Row("encryption", settings.Encryption.Keys.Length == 0 ? "off" : "on");
        call.Out.Write(grid);
        return ExitCodes.Done;
    }

    private static int Refuse(CliCall call, SettingsReading reading)
    {
        foreach (var fault in reading.Faults.Sentences)
        {
            call.Err.MarkupLineInterpolated($"[red]fault:[/] {fault}");
        }
        return ExitCodes.Usage;
    }

    private static async Task<int> MigrateAsync(CliCall call, SettingsReading reading, bool print)
    {
        if (!reading.IsValid)
        {
            return Refuse(call, reading);
        }
        var kind = reading.Settings.Store.Kind;
        if (print)
        {
            await Console.Out.WriteLineAsync(kind == StoreKind.Postgres
                ? PostgresMigrations.Script
                : $"-- Nothing is to be applied by hand: the store ({kind}) is prepared by the node itself.");
            return ExitCodes.Done;
        }
        await using var store = SettingsStore.Create(reading.Settings);
        await store.OpenAsync(call.Token);
        call.Out.WriteLine($"The store ({kind}) is up to date.");
        return ExitCodes.Done;
    }
}
