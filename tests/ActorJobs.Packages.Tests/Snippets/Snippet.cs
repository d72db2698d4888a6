using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ActorJobs.Packages.Tests.Snippets;

/// <summary>A block of C# taken apart: pages mix statements, methods and types as they come.</summary>
/// <param name="Block">The block.</param>
/// <param name="Usings">Its using directives.</param>
/// <param name="Types">Types that it declares, by name.</param>
/// <param name="Methods">Methods that stand alone, as of a class whose frame is left out.</param>
/// <param name="Statements">Statements.</param>
/// <param name="Faults">What cannot be parsed.</param>
internal sealed record Snippet(
    Block Block, string Usings, IReadOnlyDictionary<string, string> Types, string Methods, string Statements, string[] Faults)
{
    public static CSharpParseOptions Options { get; } = new(LanguageVersion.Latest);

    public static Snippet Parse(Block block)
    {
        var tree = CSharpSyntaxTree.ParseText(block.Text, Options);
        var root = tree.GetCompilationUnitRoot();
        var globals = root.Members.OfType<GlobalStatementSyntax>().Select(global => global.Statement).ToArray();
        // A method with a modifier that stands alone is read as a local function.
        var methods = globals.OfType<LocalFunctionStatementSyntax>().Where(IsMethod).Cast<SyntaxNode>()
            .Concat(root.Members.OfType<MethodDeclarationSyntax>()).ToArray();
        return new Snippet(
            block,
            root.Usings.ToFullString(),
            root.Members.OfType<BaseTypeDeclarationSyntax>()
                .ToDictionary(type => type.Identifier.Text, type => Marked(block, tree, type)),
            string.Concat(methods.Select(method => Marked(block, tree, method))),
            string.Concat(globals.Where(statement => !methods.Contains(statement)).Select(statement => Marked(block, tree, statement))),
            [.. tree.GetDiagnostics().Where(fault => fault.Severity == DiagnosticSeverity.Error && fault.Id != "CS0106")
                .Select(fault => $"{block}: {fault.GetMessage()}")]);
    }

    private static bool IsMethod(LocalFunctionStatementSyntax function) =>
        function.Modifiers.Any(SyntaxKind.PublicKeyword) || function.Modifiers.Any(SyntaxKind.ProtectedKeyword);

    private static string Marked(Block block, SyntaxTree tree, SyntaxNode node)
    {
        var line = block.Line + tree.GetLineSpan(node.Span).StartLinePosition.Line;
        return $"\n#line {line} \"{block.Page}\"\n{node}\n";
    }
}
