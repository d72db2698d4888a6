namespace ActorJobs.Dashboard.Parts;

/// <summary>One line or layer of a chart.</summary>
/// <param name="Name">For the legend.</param>
/// <param name="Tone">Which colour: a class of dashboard.css.</param>
/// <param name="Values">Oldest first; null where nothing is known.</param>
public sealed record ChartSeries(string Name, string Tone, IReadOnlyList<double?> Values);
