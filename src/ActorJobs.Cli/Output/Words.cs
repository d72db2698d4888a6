using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ActorJobs.Client.Http;
using Spectre.Console;

namespace ActorJobs.Cli.Output;

/// <summary>How values look to people.</summary>
internal static class Words
{
    private const int MaxLineLength = 100;

    private static readonly JsonWriterOptions Pretty = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Indented = true,
    };

    /// <summary>A state in its colour.</summary>
    public static string Of(JobState state) => $"[{ColorOf(state)}]{state.ToName()}[/]";

    /// <summary>Spectre's name of a state's colour.</summary>
    public static string ColorOf(JobState state) => state switch
    {
        JobState.Succeeded => "green",
        JobState.Failed => "red",
        JobState.Running => "aqua",
        JobState.Retrying => "yellow",
        JobState.Cancelled => "grey",
        JobState.Scheduled => "blue",
        _ => "default",
    };

    /// <summary>A time in UTC to the second.</summary>
    public static string Of(DateTimeOffset? time) =>
        time?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "";

    /// <summary>A span as its two largest parts, as <c>2m 5s</c>.</summary>
    public static string Of(TimeSpan span) => span switch
    {
        { Ticks: < 0 } => "0s",
        { TotalSeconds: < 1 } => $"{span.TotalMilliseconds:0}ms",
        { TotalSeconds: < 60 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.#}s"),
        { TotalMinutes: < 60 } => $"{span.Minutes}m {span.Seconds}s",
        { TotalHours: < 24 } => $"{span.Hours}h {span.Minutes}m",
        _ => $"{span.Days}d {span.Hours}h",
    };

    /// <summary>A count with thousands apart.</summary>
    public static string Of(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A count of jobs.</summary>
    public static string Jobs(long count) => count == 1 ? "1 job" : $"{Of(count)} jobs";

    /// <summary>JSON on as many lines as it takes, for people.</summary>
    public static string Of(JsonElement json)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(text, Pretty))
        {
            json.WriteTo(writer);
        }
        return Encoding.UTF8.GetString(text.WrittenSpan);
    }

    /// <summary>What is to be known of a job in a line: its last error, or how far it is.</summary>
    public static string NoteOf(Job job) => job switch
    {
        { State: JobState.Running, Progress: { } progress } =>
            string.Create(CultureInfo.InvariantCulture, $"{progress.Fraction:P0} {Safe(progress.Message)}"),
        { State: JobState.Failed or JobState.Retrying, Errors: [.., var error] } => FirstLine(error.Message),
        { State: JobState.Scheduled, RunAt: null } => "waits for other jobs",
        { State: JobState.Scheduled } => $"due {Of(job.RunAt)}",
        { CancelRequested: true, IsFinal: false } => "cancel requested",
        _ => "",
    };

    /// <summary>The first line of a text, cut.</summary>
    public static string FirstLine(string text)
    {
        var line = Safe(text.Split('\n', 2)[0].TrimEnd());
        return line.Length <= MaxLineLength ? line : line[..MaxLineLength] + "…";
    }

    /// <summary>Text that is no markup.</summary>
    public static string Plain(string? text) => Markup.Escape(Safe(text));

    /// <summary>Text of others without what would command the terminal: line breaks and tabs are all that stays.</summary>
    public static string Safe(string? text) => text is null ? "" : text.Any(IsCommand)
        ? string.Concat(text.Select(letter => IsCommand(letter) ? '�' : letter))
        : text;

    private static bool IsCommand(char letter) => char.IsControl(letter) && letter is not ('\n' or '\t' or '\r');
}
