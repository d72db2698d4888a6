using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;

namespace ActorJobs.Gateway.Json;

/// <summary>Writes the API's own models, without reflection.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, Converters = [typeof(UtcTimeConverter)])]
[JsonSerializable(typeof(AffectedModel))]
[JsonSerializable(typeof(BackfillBody))]
[JsonSerializable(typeof(BackfilledModel))]
[JsonSerializable(typeof(BatchModel))]
[JsonSerializable(typeof(ChangedModel))]
[JsonSerializable(typeof(EnqueuedModel))]
[JsonSerializable(typeof(FireModel))]
[JsonSerializable(typeof(GroupModel))]
[JsonSerializable(typeof(JobBody))]
[JsonSerializable(typeof(JobBody[]))]
[JsonSerializable(typeof(JobPageModel))]
[JsonSerializable(typeof(LiveModel))]
[JsonSerializable(typeof(NodesModel))]
[JsonSerializable(typeof(PauseScheduleBody))]
[JsonSerializable(typeof(PausesModel))]
[JsonSerializable(typeof(ProblemDetails))]
[JsonSerializable(typeof(ReadyModel))]
[JsonSerializable(typeof(ScheduleBody))]
[JsonSerializable(typeof(ScheduleModel))]
[JsonSerializable(typeof(SchedulePageModel))]
[JsonSerializable(typeof(StatsModel))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(WorkerHealthModel))]
internal sealed partial class GatewayJson : JsonSerializerContext;
