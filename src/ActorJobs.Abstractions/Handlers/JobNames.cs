using System.Reflection;
using System.Text;

namespace ActorJobs.Handlers;

/// <summary>
/// The job type that belongs to a .NET type. Without a name in <see cref="JobAttribute"/> it is made from the class's own
/// name, without namespace and assembly, so that moving code loses no job: <c>SendMailHandler</c> becomes <c>send_mail</c>.
/// </summary>
public static class JobNames
{
    private static readonly string[] Endings = ["Handler", "Job"];

    /// <summary>The job type of arguments that carry a <see cref="JobAttribute"/>; null without one.</summary>
    /// <param name="argsType">The arguments' type.</param>
    public static string? OfArgs(Type argsType) =>
        argsType.GetCustomAttribute<JobAttribute>() is { } job ? job.Name ?? Make(argsType.Name) : null;

    /// <summary>The job type of a handler.</summary>
    /// <param name="handlerType">The handler's type.</param>
    /// <param name="argsType">Its arguments' type.</param>
    public static string OfHandler(Type handlerType, Type argsType) =>
        handlerType.GetCustomAttribute<JobAttribute>()?.Name ?? OfArgs(argsType) ?? Make(handlerType.Name);

    /// <summary>The job type of arguments that carry a <see cref="JobAttribute"/>.</summary>
    /// <exception cref="ArgumentException">They carry none.</exception>
    internal static string Require(Type argsType) => OfArgs(argsType) ?? throw new ArgumentException(
        $"{argsType.Name} does not name its job type; put [Job] on it, or pass the type as the first argument.",
        nameof(argsType));

    /// <summary>Snake case of a class's name, without <c>Handler</c> or <c>Job</c> at its end.</summary>
    internal static string Make(string className)
    {
        var name = className.Split('`')[0];
        foreach (var ending in Endings)
        {
            if (name.Length > ending.Length && name.EndsWith(ending, StringComparison.Ordinal))
            {
                name = name[..^ending.Length];
                break;
            }
        }
        var text = new StringBuilder(name.Length + 4);
        for (var i = 0; i < name.Length; i++)
        {
            var startsWord = char.IsUpper(name[i]) && i > 0
                && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            if (startsWord && text[^1] != '_')
            {
                text.Append('_');
            }
            text.Append(char.ToLowerInvariant(name[i]));
        }
        return text.ToString();
    }
}
