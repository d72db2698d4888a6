namespace ActorJobs.Settings;

/// <summary>Values of <c>LOG_FORMAT</c>.</summary>
public enum LogFormat
{
    /// <summary>One line of text per event. The default.</summary>
    Text,

    /// <summary>One JSON object per event.</summary>
    Json,
}
