using System.Collections.Immutable;

namespace ActorJobs.Settings;

/// <summary>Every fault of the settings at once.</summary>
/// <param name="Sentences">Whole sentences: name, rule, value found (never a secret), remedy. Empty when all is
/// well.</param>
public sealed record SettingsFaults(ImmutableArray<string> Sentences)
{
    /// <summary>One fault a line.</summary>
    public override string ToString() => string.Join(Environment.NewLine, Sentences);
}
