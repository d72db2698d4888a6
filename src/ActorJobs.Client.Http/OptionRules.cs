namespace ActorJobs.Client.Http;

/// <summary>Checks options; names every fault at once.</summary>
internal static class OptionRules
{
    private static readonly TimeSpan MinTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxTimeout = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan MinAttempt = TimeSpan.FromMilliseconds(100);

    /// <summary>The options, with an address that paths can be added to.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static GatewayClientOptions Check(GatewayClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var faults = new List<string>();
        if (options.Url is not { IsAbsoluteUri: true, Scheme: "http" or "https" } || options.Url.Query.Length > 0
            || options.Url.UserInfo.Length > 0)
        {
            faults.Add("Url must be an absolute http or https address without user and query, such as "
                + "http://127.0.0.1:8080; set it to where the gateway listens.");
        }
        Range(nameof(options.Timeout), options.Timeout, MinTimeout, MaxTimeout, faults);
        Range(nameof(options.AttemptTimeout), options.AttemptTimeout, MinAttempt, MaxTimeout, faults);
        if (options.ApiKey is { } key && key.Any(letter => letter is <= ' ' or > '~'))
        {
            faults.Add("ApiKey must be letters, digits and signs of ASCII without spaces; copy it once more.");
        }
        return faults.Count == 0
            ? options with { Url = WithSlash(options.Url!) }
            : throw new ArgumentException(string.Join(' ', faults), nameof(options));
    }

    private static Uri WithSlash(Uri url) =>
        url.AbsolutePath.EndsWith('/') ? url : new UriBuilder(url) { Path = url.AbsolutePath + "/" }.Uri;

    private static void Range(string name, TimeSpan value, TimeSpan min, TimeSpan max, List<string> faults)
    {
        if (value < min || value > max)
        {
            faults.Add($"{name} must be from {min} to {max} but is {value}; set it within.");
        }
    }
}
