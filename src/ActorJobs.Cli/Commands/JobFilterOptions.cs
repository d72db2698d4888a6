using System.CommandLine;
using ActorJobs.Cli.Running;
using ActorJobs.Stores;

namespace ActorJobs.Cli.Commands;

/// <summary>Options that say which jobs are meant.</summary>
internal sealed class JobFilterOptions
{
    private readonly Option<JobState?> _state = new("--state", "-s")
    {
        Description = $"Only jobs in this state: {string.Join(", ", Names.States.Select(state => state.ToName()))}.",
        HelpName = "STATE",
        CustomParser = Values.State,
    };

    private readonly Option<string?> _type = new("--type", "-t")
    {
        Description = "Only jobs of this type.",
        HelpName = "TYPE",
    };

    private readonly Option<Priority?> _priority = new("--priority", "-p")
    {
        Description = "Only jobs of this priority: high, normal or low.",
        HelpName = "PRIORITY",
        CustomParser = Values.OptionalPriority,
    };

    private readonly Option<string?> _tag = new("--tag") { Description = "Only jobs with this tag.", HelpName = "TAG" };

    public JobFilterOptions(Command command)
    {
        _state.CompletionSources.Add(_ => Names.States.Select(
            state => new System.CommandLine.Completions.CompletionItem(state.ToName())));
        _priority.CompletionSources.Add(_ => Names.Priorities.Select(
            priority => new System.CommandLine.Completions.CompletionItem(priority.ToName())));
        command.Options.Add(_state);
        command.Options.Add(_type);
        command.Options.Add(_priority);
        command.Options.Add(_tag);
    }

    public JobFilter Read(CliCall call) =>
        new(call.Get(_state), call.Get(_type), call.Get(_priority), call.Get(_tag));
}
