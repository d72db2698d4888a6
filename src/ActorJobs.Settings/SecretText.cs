namespace ActorJobs.Settings;

/// <summary>A value that must not be shown: its text form is always <c>***</c>, so no log line or dump can leak
/// it.</summary>
/// <param name="value">The value.</param>
public sealed class SecretText(string value)
{
    /// <summary>The value itself, for the one place that needs it.</summary>
    public string Reveal() => value;

    /// <summary>Always <c>***</c>.</summary>
    public override string ToString() => "***";
}
