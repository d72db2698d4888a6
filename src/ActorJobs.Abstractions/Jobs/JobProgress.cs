namespace ActorJobs;

/// <summary>How far a handler says it is.</summary>
/// <param name="Fraction">0 to 1.</param>
/// <param name="Message">What it does now; may be null.</param>
/// <param name="At">When it said so.</param>
public sealed record JobProgress(double Fraction, string? Message, DateTimeOffset At);

/// <summary>One line a handler wrote to its job's log.</summary>
/// <param name="Attempt">The attempt that wrote it.</param>
/// <param name="At">When.</param>
/// <param name="Text">The line, cut to 1000 characters.</param>
public sealed record JobLogLine(int Attempt, DateTimeOffset At, string Text);
