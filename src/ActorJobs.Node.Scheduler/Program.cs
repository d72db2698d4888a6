using ActorJobs.Nodes;
using ActorJobs.Settings;

// Runs no jobs, so it knows no handlers and no keys of payloads.
return await NodeProgram.RunAsync(args, NodeKind.Scheduler);
