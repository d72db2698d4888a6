namespace ActorJobs.Settings.Reading;

internal static class EncryptionReader
{
    public static EncryptionSettings Read(SettingsSource source, ChosenMode mode)
    {
        const string Name = SettingNames.PayloadEncryptionKey;
        if (mode.Mode.HasWorker())
        {
            return new EncryptionSettings(source.Read<SecretText?>(Name, null, TryParseKey,
                $"be {EncryptionSettings.KeyBytes} bytes written as base64", "make one with: openssl rand -base64 32"));
        }
        if (source.IsSet(Name))
        {
            source.Warnings.Add($"{Name} is set but a process whose WORKER_MODE is '{mode.Mode.ToName()}' never loads it; "
                + "keep the key away from this process.");
        }
        return new EncryptionSettings(Key: null);
    }

    private static bool TryParseKey(string text, out SecretText? key)
    {
        key = new SecretText(text);
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var count) && count == EncryptionSettings.KeyBytes;
    }
}
