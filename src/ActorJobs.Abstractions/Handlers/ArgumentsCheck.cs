using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ActorJobs.Json;

namespace ActorJobs.Handlers;

/// <summary>Whether arguments can be written as JSON and read again, looked at before the first job comes.</summary>
internal static class ArgumentsCheck
{
    private static readonly Type[] Unwritable =
        [typeof(Delegate), typeof(Type), typeof(Stream), typeof(Task), typeof(CancellationToken), typeof(IServiceProvider)];

    /// <summary>What is wrong, as whole sentences; empty when nothing is.</summary>
    public static ImmutableArray<string> FaultsOf(Type args, JsonTypeInfo? json)
    {
        var faults = ImmutableArray.CreateBuilder<string>();
        Check(args, json, args.Name, new HashSet<Type>(), faults);
        return faults.ToImmutable();
    }

    private static void Check(
        Type type, JsonTypeInfo? json, string path, HashSet<Type> seen, ImmutableArray<string>.Builder faults)
    {
        if (!seen.Add(type))
        {
            return;
        }
        if (Array.Exists(Unwritable, other => other.IsAssignableFrom(type)) || type.IsPointer || type.IsByRefLike)
        {
            faults.Add($"{path} is a {type.Name}, which cannot be written as JSON.");
            return;
        }
        try
        {
            json ??= JobJson.Options.GetTypeInfo(type);
        }
        catch (Exception fault) when (fault is NotSupportedException or InvalidOperationException or ArgumentException)
        {
            faults.Add($"{path} cannot be written as JSON: {fault.Message}");
            return;
        }
        if (json.Kind == JsonTypeInfoKind.Object)
        {
            CheckObject(json, path, seen, faults);
        }
        else if (json.ElementType is { } element)
        {
            Check(element, null, $"an element of {path}", seen, faults);
        }
    }

    private static void CheckObject(
        JsonTypeInfo json, string path, HashSet<Type> seen, ImmutableArray<string>.Builder faults)
    {
        if (json.Type != typeof(object) && (json.Type.IsAbstract || json.Type.IsInterface) && json.PolymorphismOptions is null)
        {
            faults.Add($"{path} is the abstract {json.Type.Name}, which JSON cannot be read as; use a record, or name what it " +
                "may be by [JsonDerivedType].");
            return;
        }
        var before = faults.Count;
        foreach (var property in json.Properties)
        {
            Check(property.PropertyType, null, $"{path}.{property.Name}", seen, faults);
        }
        if (faults.Count == before && !CanBeRead(json))
        {
            faults.Add($"{path} has no constructor that JSON can be read by; give it a public one, or mark one by [JsonConstructor].");
        }
    }

    /// <summary>An object without members fits or lacks something; a class that cannot be made says so differently.</summary>
    private static bool CanBeRead(JsonTypeInfo json)
    {
        try
        {
            JsonSerializer.Deserialize("{}"u8, json);
            return true;
        }
        catch (NotSupportedException)
        {
            return json.PolymorphismOptions is not null;
        }
        catch (Exception)
        {
            return true; // it lacks required members, or its constructor refuses what it is given
        }
    }
}
