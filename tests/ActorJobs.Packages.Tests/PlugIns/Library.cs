using ActorJobs.Packages.Tests.Snippets;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ActorJobs.Packages.Tests.PlugIns;

/// <summary>A class library as <c>dotnet publish</c> leaves it, compiled in a moment.</summary>
internal sealed class Library
{
    private static readonly MetadataReference[] Platform =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    private readonly CSharpCompilation _compilation;

    public Library(string name, string code, string version = "1.0.0.0", params Library[] references)
    {
        var usings = "using System; using System.Threading; using System.Threading.Tasks; using ActorJobs.Handlers;\n";
        var replaced = references.Select(library => $"{library.Name}.dll").ToHashSet();
        _compilation = CSharpCompilation.Create(
            name,
            [CSharpSyntaxTree.ParseText($"{usings}[assembly: System.Reflection.AssemblyVersion(\"{version}\")]\n{code}", Snippet.Options)],
            [
                .. Platform.Where(reference => !replaced.Contains(Path.GetFileName(reference.Display!))),
                .. references.Select(library => library._compilation.ToMetadataReference()),
            ],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        Name = name;
    }

    public string Name { get; }

    /// <summary>A handler of one type that answers what an expression says.</summary>
    public static string Handler(string className, string type, string result = "1") => $$"""
        public sealed record {{className}}Args(int Number = 0);
        [Job("{{type}}")]
        public sealed class {{className}} : IJobHandler<{{className}}Args>
        {
            public Task HandleAsync({{className}}Args args, IJobContext context, CancellationToken cancellationToken)
            {
                context.SetResult({{result}});
                return Task.CompletedTask;
            }
        }
        """;

    /// <summary>Writes the assembly alone.</summary>
    public string Write(string folder)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, $"{Name}.dll");
        var made = _compilation.Emit(path);
        made.Success.ShouldBeTrue(string.Join('\n', made.Diagnostics));
        return path;
    }

    /// <summary>Writes the assembly, those it brings along, and the file that tells of them.</summary>
    public string Publish(string folder, params Library[] own)
    {
        var libraries = own.Append(this).Select(library => $$"""
            "{{library.Name}}/1.0.0": { "runtime": { "{{library.Name}}.dll": {} } }
            """);
        var all = own.Append(this).Select(library => $$"""
            "{{library.Name}}/1.0.0": { "type": "project", "serviceable": false, "sha512": "" }
            """);
        foreach (var library in own)
        {
            library.Write(folder);
        }
        var path = Write(folder);
        File.WriteAllText(Path.ChangeExtension(path, ".deps.json"), $$"""
            {
              "runtimeTarget": { "name": ".NETCoreApp,Version=v10.0", "signature": "" },
              "targets": { ".NETCoreApp,Version=v10.0": { {{string.Join(',', libraries)}} } },
              "libraries": { {{string.Join(',', all)}} }
            }
            """);
        return path;
    }
}
