using ActorJobs.Nodes;
using ActorJobs.Settings;

// Enqueues what it is sent, so it knows no handlers and no keys of payloads.
return await NodeProgram.RunAsync(args, NodeKind.Gateway, GatewayParts.Add);
