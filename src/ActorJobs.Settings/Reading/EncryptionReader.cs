namespace ActorJobs.Settings.Reading;

internal static class EncryptionReader
{
    private const string Name = SettingNames.PayloadEncryptionKey;
    private const string MakeOne = "make one with: openssl rand -base64 32";

    public static EncryptionSettings Read(SettingsSource source, ChosenMode mode)
    {
        if (source.Text(Name) is not { } text)
        {
            return EncryptionSettings.None;
        }
        if (mode.Mode.HasWorker())
        {
            return ReadKeys(source, SettingsSource.Entries(text));
        }
        source.Warnings.Add($"{Name} is set but a process whose WORKER_MODE is '{mode.Mode.ToName()}' never loads it; "
            + "keep the key away from this process.");
        return EncryptionSettings.None;
    }

    private static EncryptionSettings ReadKeys(SettingsSource source, string[] entries)
    {
        if (entries.Length == 0)
        {
            Refuse(source, "there is none", MakeOne);
        }
        var numbers = new Dictionary<string, int>();
        for (var i = 0; i < entries.Length; i++)
        {
            var which = entries.Length == 1 ? "it" : $"the one at place {i + 1}";
            if (Decode(entries[i]) is not { } key)
            {
                Refuse(source, $"{which} is not base64", MakeOne);
            }
            else if (key.Length != EncryptionSettings.KeyBytes)
            {
                Refuse(source, $"{which} has {key.Length} bytes", MakeOne);
            }
            else if (!numbers.TryAdd(Convert.ToHexString(key), i + 1))
            {
                Refuse(source, $"{which} is the same as that at place {numbers[Convert.ToHexString(key)]}", "give each once");
            }
        }
        return new EncryptionSettings([.. entries.Select(entry => new SecretText(entry))]);
    }

    private static void Refuse(SettingsSource source, string found, string remedy) => source.Faults.Add(
        $"{Name} must be keys of {EncryptionSettings.KeyBytes} bytes written as base64, separated by commas, "
        + $"but {found}; {remedy}.");

    private static byte[]? Decode(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var count) ? bytes[..count] : null;
    }
}
