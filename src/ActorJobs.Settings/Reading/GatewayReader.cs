using System.Collections.Immutable;
using System.Text;

namespace ActorJobs.Settings.Reading;

internal static class GatewayReader
{
    public static GatewaySettings Read(SettingsSource source, ChosenMode mode)
    {
        var listen = ListenUrlReader.Read(
            source, SettingNames.GatewayUrl, mode.Mode.HasGateway() ? GatewaySettings.DefaultListen : null);
        if (mode is { IsKnown: true, Mode: WorkerMode.GatewayOnly } && listen is null)
        {
            source.Refuse(SettingNames.GatewayUrl,
                "not be off when WORKER_MODE is 'gateway-only'", "unset it or choose another WORKER_MODE");
        }
        var secret = source.Read<SecretText?>(SettingNames.JwtSecret, null, TryParseSecret,
            $"have at least {GatewaySettings.MinJwtSecretBytes} bytes", "set it to a longer random text");
        return new GatewaySettings(listen, ReadKeys(source), secret);
    }

    private static ImmutableArray<ApiKey> ReadKeys(SettingsSource source)
    {
        if (source.Text(SettingNames.ApiKeys) is not { } text)
        {
            return [];
        }
        var keys = new List<ApiKey>();
        foreach (var (index, entry) in SettingsSource.Entries(text).Index())
        {
            if (ApiKeyEntry.FaultOf(entry, keys, out var key) is { } rule)
            {
                // The entry itself may be a key, so only its place is named.
                source.Refuse(SettingNames.ApiKeys, $"{rule}, which entry {index + 1} does not",
                    "write entries as read:KEY, enqueue:KEY or admin:KEY, separated by commas");
            }
            else
            {
                keys.Add(key);
            }
        }
        return [.. keys];
    }

    private static bool TryParseSecret(string text, out SecretText? secret)
    {
        secret = new SecretText(text);
        return Encoding.UTF8.GetByteCount(text) >= GatewaySettings.MinJwtSecretBytes;
    }
}
