using System.Text;
using Microsoft.Extensions.Configuration;

namespace ActorJobs.Settings.Tests;

/// <summary>Readings of settings as a test wants them.</summary>
internal static class Given
{
    public const string Base64Key = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    public static SettingsReading Reading(params (string Name, string Value)[] environment) =>
        NodeSettings.Read(Configuration("{}", environment), NodeKind.Host);

    public static SettingsReading Of(NodeKind kind, params (string Name, string Value)[] environment) =>
        NodeSettings.Read(Configuration("{}", environment), kind);

    public static SettingsReading AllInOne(params (string Name, string Value)[] environment) =>
        NodeSettings.Read(Configuration("{}", environment), NodeKind.AllInOne);

    public static SettingsReading File(string json, params (string Name, string Value)[] environment) =>
        NodeSettings.Read(Configuration(json, environment), NodeKind.Host);

    public static NodeSettings Settings(params (string Name, string Value)[] environment) =>
        Reading(environment).ShouldBeValid();

    public static NodeSettings ShouldBeValid(this SettingsReading reading)
    {
        reading.Faults.Sentences.ShouldBeEmpty();
        return reading.Settings.ShouldNotBeNull();
    }

    private static IConfigurationRoot Configuration(string json, (string Name, string Value)[] environment) =>
        new ConfigurationBuilder()
            .AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json)))
            .AddInMemoryCollection(environment.ToDictionary(pair => pair.Name, pair => (string?)pair.Value))
            .Build();
}
