using ActorJobs.Hosting;
using ActorJobs.Node;
using ActorJobs.Settings;

// Composes and decides nothing: settings in, node out.
var reading = NodeSettings.Read(NodeConfiguration.Load(AppContext.BaseDirectory), allInOneNode: true);
foreach (var warning in reading.Warnings)
{
    await Console.Error.WriteLineAsync($"warning: {warning}");
}
if (!reading.IsValid)
{
    await Console.Error.WriteLineAsync($"ActorJobs cannot start; mend these settings:{Environment.NewLine}{reading.Faults}");
    return ExitCodes.BadSettings;
}
return await NodeRun.ToItsEndAsync(() => NodeHost.Build(reading.Settings));
