using ActorJobs.Nodes;
using ActorJobs.Settings;

// Composes and decides nothing.
return await NodeProgram.RunAsync(args, NodeKind.AllInOne, (services, settings) =>
{
    WorkerParts.Add(services, settings);
    GatewayParts.Add(services, settings);
});
