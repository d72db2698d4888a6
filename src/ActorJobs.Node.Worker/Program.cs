using ActorJobs.Nodes;
using ActorJobs.Settings;

// Composes and decides nothing.
return await NodeProgram.RunAsync(args, NodeKind.Worker, StockJobs.Add);
