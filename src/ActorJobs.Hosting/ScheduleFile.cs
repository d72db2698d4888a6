using System.Collections.Immutable;
using ActorJobs.Client;
using ActorJobs.Runtime.Scheduler;
using ActorJobs.Schedules;
using ActorJobs.Scheduling;
using ActorJobs.Scheduling.Json;

namespace ActorJobs.Hosting;

/// <summary>The file that SCHEDULES_FILE names.</summary>
/// <param name="path">Where it is.</param>
/// <param name="defaults">Limits of the jobs in it.</param>
internal sealed class ScheduleFile(string path, JobDefaults defaults) : IScheduleFile
{
    private (DateTime, long) _seen;

    public async Task<ImmutableArray<Schedule>?> ReadAsync(bool always)
    {
        try
        {
            var file = new FileInfo(path);
            var stamp = file.Exists ? (file.LastWriteTimeUtc, file.Length) : default;
            if (stamp == _seen && !always)
            {
                return null;
            }
            _seen = stamp;
            return ScheduleJson.ReadFile(await File.ReadAllBytesAsync(path));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new InvalidScheduleException([$"The file '{path}' that SCHEDULES_FILE names cannot be read: {fault.Message}"]);
        }
    }

    /// <summary>Every fault of the file as it is now, so that a node does not start with one that it could never apply.</summary>
    /// <exception cref="InvalidScheduleException">There are some.</exception>
    public async Task CheckAsync(DateTimeOffset now)
    {
        var schedules = await ReadAsync(always: true) ?? [];
        ImmutableArray<string> faults = [.. schedules.SelectMany(schedule => ScheduleRules.FaultsOf(schedule, defaults, now)
            .Select(fault => $"Schedule '{schedule.Id}': {fault}"))];
        if (!faults.IsEmpty)
        {
            throw new InvalidScheduleException(faults);
        }
    }
}
