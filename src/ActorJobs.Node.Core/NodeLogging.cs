using ActorJobs.Settings;
using Microsoft.Extensions.Logging.Console;

namespace ActorJobs.Nodes;

/// <summary>Log lines on standard output, as LOG_LEVEL and LOG_FORMAT say.</summary>
internal static class NodeLogging
{
    private const string TimeFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";

    public static void Configure(ILoggingBuilder logging, LoggingSettings settings)
    {
        logging.ClearProviders();
        logging.SetMinimumLevel(ToLevel(settings.Level));
        logging.AddFilter("Microsoft", LogLevel.Warning);
        logging.AddFilter("System", LogLevel.Warning);
        // NodeRun says in one line what prevented a start.
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        if (settings.Format == LogFormat.Json)
        {
            logging.AddJsonConsole(Json);
            logging.Configure(lines => lines.ActivityTrackingOptions =
                ActivityTrackingOptions.TraceId | ActivityTrackingOptions.SpanId);
        }
        else
        {
            logging.AddSimpleConsole(Text);
        }
    }

    private static void Json(JsonConsoleFormatterOptions options)
    {
        options.IncludeScopes = true;
        options.UseUtcTimestamp = true;
        options.TimestampFormat = TimeFormat.TrimEnd();
    }

    private static void Text(SimpleConsoleFormatterOptions options)
    {
        options.SingleLine = true;
        options.UseUtcTimestamp = true;
        options.TimestampFormat = TimeFormat;
        options.ColorBehavior = LoggerColorBehavior.Disabled;
    }

    private static LogLevel ToLevel(LogSeverity level) => level switch
    {
        LogSeverity.Trace => LogLevel.Trace,
        LogSeverity.Debug => LogLevel.Debug,
        LogSeverity.Warn => LogLevel.Warning,
        LogSeverity.Error => LogLevel.Error,
        _ => LogLevel.Information,
    };
}
