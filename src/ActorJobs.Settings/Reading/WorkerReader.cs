using System.Collections.Immutable;

namespace ActorJobs.Settings.Reading;

internal static class WorkerReader
{
    private const string TypesRemedy = "set it to a list such as echo,sleep";

    public static WorkerSettings Read(SettingsSource source, ChosenMode mode)
    {
        var slots = source.Number(
            SettingNames.WorkerConcurrency, WorkerSettings.DefaultConcurrency, 1, WorkerSettings.MaxConcurrency);
        var count = source.Number(
            SettingNames.WorkerCount, Math.Min(Environment.ProcessorCount, slots), 1, slots);
        var priorities = source.Read<ImmutableArray<Priority>>(
            SettingNames.WorkerPriorities, [.. Names.Priorities], TryParsePriorities,
            "list high, normal or low, each at most once", "set it to a list such as high,normal");
        var types = source.Read<ImmutableArray<string>>(
            SettingNames.WorkerJobTypes, [], TryParseTypes,
            "list job types of letters, digits and . _ : / - characters, each at most once", TypesRemedy);
        CheckAgainstMode(source, mode, priorities);
        return new WorkerSettings(mode.Mode, mode.Mode.HasWorker() ? slots : 0, priorities, types) { Count = count };
    }

    private static void CheckAgainstMode(SettingsSource source, ChosenMode mode, ImmutableArray<Priority> priorities)
    {
        if (!mode.IsKnown)
        {
            return;
        }
        var namesTypes = source.IsSet(SettingNames.WorkerJobTypes);
        if (mode.Mode == WorkerMode.JobSpecialized && !namesTypes)
        {
            source.Refuse(SettingNames.WorkerJobTypes,
                "name at least one job type when WORKER_MODE is 'job-specialized'", TypesRemedy);
        }
        if (mode.Mode != WorkerMode.JobSpecialized && namesTypes)
        {
            source.Refuse(SettingNames.WorkerJobTypes,
                $"be unset when WORKER_MODE is '{mode.Mode.ToName()}'", "unset it or set WORKER_MODE to job-specialized");
        }
        if (mode.Mode == WorkerMode.Thin && priorities.Length < Names.Priorities.Count)
        {
            source.Refuse(SettingNames.WorkerPriorities,
                "list every priority when WORKER_MODE is 'thin'", "unset it or set WORKER_MODE to specialized");
        }
    }

    private static bool TryParsePriorities(string text, out ImmutableArray<Priority> priorities)
    {
        var found = new List<Priority>();
        foreach (var word in SettingsSource.Entries(text))
        {
            if (!Names.TryParsePriority(word.ToLowerInvariant(), out var priority) || found.Contains(priority))
            {
                priorities = [];
                return false;
            }
            found.Add(priority);
        }
        priorities = [.. found.Order()];
        return found.Count > 0;
    }

    private static bool TryParseTypes(string text, out ImmutableArray<string> types)
    {
        types = [.. SettingsSource.Entries(text)];
        return types.Length > 0 && types.All(IsType) && types.Distinct(StringComparer.Ordinal).Count() == types.Length;
    }

    private static bool IsType(string text) => text.Length <= JobLimits.MaxTypeLength
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or ':' or '/' or '-');
}
