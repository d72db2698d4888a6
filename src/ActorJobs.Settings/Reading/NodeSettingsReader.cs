using System.Collections.Immutable;
using Microsoft.Extensions.Configuration;

namespace ActorJobs.Settings.Reading;

/// <summary>Reads every concern, then checks what no single setting can know.</summary>
internal static class NodeSettingsReader
{
    public static SettingsReading Read(IConfiguration configuration, NodeKind kind)
    {
        var source = new SettingsSource(configuration, KindRules.Ignored(kind));
        var mode = ModeReader.Read(source, kind);
        var settings = new NodeSettings
        {
            Worker = WorkerReader.Read(source, mode),
            Scheduler = SchedulerReader.Read(source, mode, kind),
            Run = RunReader.Read(source),
            Store = StoreReader.Read(source),
            Cluster = ClusterReader.Read(source, mode),
            Gateway = GatewayReader.Read(source, mode),
            Observation = ObservationReader.Read(source),
            Encryption = EncryptionReader.Read(source, mode),
            JobTypes = JobTypeReader.Read(source, mode),
            Retention = RetentionReader.Read(source),
            Logging = LoggingReader.Read(source),
        };
        CrossRules.Check(source, settings);
        UnknownNames.Check(source, configuration);
        var faults = new SettingsFaults([.. source.Faults]);
        ImmutableArray<string> warnings = [.. source.Warnings];
        return new SettingsReading(faults.Sentences.IsEmpty ? settings : null, faults, warnings);
    }
}
