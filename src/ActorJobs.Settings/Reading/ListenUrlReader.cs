namespace ActorJobs.Settings.Reading;

/// <summary>Reads where an HTTP server listens; the word <c>off</c> switches it off.</summary>
internal static class ListenUrlReader
{
    private const string Off = "off";

    public static ListenUrl? Read(SettingsSource source, string name, ListenUrl? fallback) =>
        source.Read(name, fallback, TryParse,
            "be off or a URL of the form http://address:port", "set it to a URL such as http://127.0.0.1:8080");

    private static bool TryParse(string text, out ListenUrl? url)
    {
        url = null;
        return string.Equals(text, Off, StringComparison.OrdinalIgnoreCase) || ListenUrl.TryParse(text, out url);
    }
}
