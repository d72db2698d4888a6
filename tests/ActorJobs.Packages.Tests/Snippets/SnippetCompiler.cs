using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ActorJobs.Packages.Tests.Snippets;

/// <summary>
/// Compiles blocks of a page as their reader would: with the implicit usings, those of ActorJobs, the types of the page's other
/// blocks, and what <see cref="Given"/> says is there.
/// </summary>
internal static class SnippetCompiler
{
    private static readonly string[] Usings =
    [
        "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Text.Json",
        "System.Text.Json.Serialization", "System.Threading", "System.Threading.Tasks", "Microsoft.AspNetCore.Builder",
        "Microsoft.AspNetCore.Http", "Microsoft.AspNetCore.Routing", "Microsoft.Extensions.DependencyInjection",
        "Microsoft.Extensions.Hosting", "Microsoft.Extensions.Logging", "Npgsql", "OpenTelemetry.Metrics", "OpenTelemetry.Trace",
        "Shouldly", "Xunit", "ActorJobs", "ActorJobs.Client", "ActorJobs.Client.Cluster", "ActorJobs.Client.Http", "ActorJobs.Encryption",
        "ActorJobs.Handlers", "ActorJobs.Hosting", "ActorJobs.Operations", "ActorJobs.Payloads", "ActorJobs.Schedules",
        "ActorJobs.Stores", "ActorJobs.Stores.Postgres", "ActorJobs.Stores.Redis", "ActorJobs.Stores.Sqlite", "ActorJobs.Testing",
        "ActorJobs.Packages.Tests.Snippets",
    ];

    /// <summary>For compilers this library is empty on .NET 10; what runs is not.</summary>
    private const string OnlyAtRunTime = "System.Linq.Async.dll";

    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) != OnlyAtRunTime).Select(path => MetadataReference.CreateFromFile(path)),
    ];

    public static IEnumerable<string> FaultsOf(Snippet snippet, IEnumerable<Snippet> page)
    {
        if (snippet.Faults.Length > 0)
        {
            return snippet.Faults;
        }
        return Compile(snippet, page).GetDiagnostics()
            .Where(fault => fault.Severity == DiagnosticSeverity.Error && !IsOfGenerator(fault))
            .Select(fault => $"{Place(fault, snippet)}: {fault.GetMessage()}");
    }

    /// <summary>Runs the statements of a block that compiles.</summary>
    public static async Task RunAsync(Snippet snippet, Given.Values values)
    {
        using var image = new MemoryStream();
        Compile(snippet, []).Emit(image).Success.ShouldBeTrue();
        var context = new AssemblyLoadContext(snippet.Block.ToString());
        image.Position = 0;
        var block = (Given)Activator.CreateInstance(context.LoadFromStream(image).GetType("Reader.Block", throwOnError: true)!)!;
        await block.RunAsync(values);
    }

    private static CSharpCompilation Compile(Snippet snippet, IEnumerable<Snippet> page)
    {
        var types = new Dictionary<string, string>();
        foreach (var (name, text) in page.Append(snippet).SelectMany(one => one.Types))
        {
            types[name] = text;
        }
        var code = $$"""
            {{string.Concat(Usings.Select(name => $"using {name};\n"))}}
            {{string.Concat(page.Append(snippet).Select(one => one.Usings).Distinct())}}
            namespace Reader
            {
                {{string.Concat(types.Values)}}
            #line hidden
                public sealed class Block : Given
                {
                    {{snippet.Methods}}
            #line hidden
                    protected override async Task RunAsync(string[] args)
                    {
                        await Task.Yield();
                        {{snippet.Statements}}
                    }
                }
            }
            """;
        return CSharpCompilation.Create(
            "Snippet", [CSharpSyntaxTree.ParseText(code, Snippet.Options, encoding: System.Text.Encoding.UTF8)], References,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
    }

    /// <summary>No generator runs here, so a source-generated context lacks the half that it would write.</summary>
    private static bool IsOfGenerator(Diagnostic fault) => fault.Id is "CS0534" or "CS7036" or "CS1729"
        && fault.GetMessage().Contains("JsonSerializerContext", StringComparison.Ordinal);

    private static string Place(Diagnostic fault, Snippet snippet)
    {
        var span = fault.Location.GetMappedLineSpan();
        return span is { IsValid: true, HasMappedPath: true } ? $"{span.Path}:{span.StartLinePosition.Line + 1}" : $"{snippet.Block}";
    }
}
