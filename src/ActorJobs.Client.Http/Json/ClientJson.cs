using System.Text.Json;
using System.Text.Json.Serialization;

namespace ActorJobs.Client.Http.Json;

/// <summary>Reads and writes what the gateway speaks, without reflection.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, Converters =
[
    typeof(DurationConverter), typeof(ErrorClassConverter), typeof(JobIdConverter), typeof(MisfireConverter),
    typeof(OverlapConverter), typeof(PriorityConverter), typeof(StateConverter), typeof(UtcTimeConverter),
])]
[JsonSerializable(typeof(AffectedModel))]
[JsonSerializable(typeof(BackfilledModel))]
[JsonSerializable(typeof(BatchModel))]
[JsonSerializable(typeof(ChangedModel))]
[JsonSerializable(typeof(EventModel))]
[JsonSerializable(typeof(GroupModel))]
[JsonSerializable(typeof(Job))]
[JsonSerializable(typeof(JobList))]
[JsonSerializable(typeof(NodesModel))]
[JsonSerializable(typeof(NoteModel))]
[JsonSerializable(typeof(PauseModel))]
[JsonSerializable(typeof(PausesModel))]
[JsonSerializable(typeof(ProblemModel))]
[JsonSerializable(typeof(QueueStats))]
[JsonSerializable(typeof(RangeModel))]
[JsonSerializable(typeof(ScheduleEntry))]
[JsonSerializable(typeof(ScheduleEntryFire))]
[JsonSerializable(typeof(ScheduleList))]
[JsonSerializable(typeof(ScheduleModel))]
[JsonSerializable(typeof(WorkersHealth))]
internal sealed partial class ClientJson : JsonSerializerContext;
