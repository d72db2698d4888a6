using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using ActorJobs.Settings;

namespace ActorJobs.Packages.Tests.Snippets;

/// <summary>What stands in the documentation can be copied: C# compiles, JSON and XML can be read.</summary>
public sealed partial class SnippetTests
{
    public static TheoryData<string> Pages => [.. Page.All()];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_block_of_a_page_is_sound(string page)
    {
        var faults = new List<string>();
        var blocks = Page.Read(page);
        var snippets = blocks.Where(block => block.Language == "csharp").ToDictionary(block => block, Snippet.Parse);
        foreach (var block in blocks)
        {
            switch (block.Language)
            {
                case "csharp":
                    faults.AddRange(SnippetCompiler.FaultsOf(snippets[block], snippets.Values));
                    break;
                case "json":
                    faults.AddRange(Try(block, () => JsonDocument.Parse(block.Text).Dispose()));
                    break;
                case "xml":
                    faults.AddRange(Try(block, () => XDocument.Parse(block.Text)));
                    break;
                default:
                    break;
            }
        }

        faults.ShouldBeEmpty();
    }

    [Fact]
    public void A_block_that_does_not_compile_is_told_by_its_place()
    {
        var block = new Block("page.md", 7, "csharp", "", "await client.EnqueueAsync(new Mail(42));\n");

        var faults = SnippetCompiler.FaultsOf(Snippet.Parse(block), []).ToArray();

        faults.ShouldHaveSingleItem().ShouldStartWith("page.md:7: ");
    }

    [Fact]
    public async Task Every_command_is_one_that_a_shell_can_read()
    {
        using var hang = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var blocks = Page.All().SelectMany(Page.Read).Where(block => block.Language == "sh").ToArray();
        var script = string.Concat(blocks.Select(block => $"bash -n <<'BLOCK' || echo 'unreadable: {block}'\n{block.Text}BLOCK\n"));

        (await new Shell(Repository.Root).RunAsync(script, hang.Token)).ShouldNotContain("unreadable");
        blocks.Length.ShouldBeGreaterThan(30);
    }

    [Fact]
    public void Every_setting_that_a_command_sets_is_one()
    {
        var set = Page.All().SelectMany(Page.Read).Where(block => block.Language is "sh" or "dockerfile")
            .SelectMany(block => Setting().Matches(block.Text).Select(match => $"{block} {match.Groups[1].Value}"));

        set.Where(name => !Others.Concat(SettingNames.All).Contains(name.Split(' ')[1])).ShouldBeEmpty();
    }

    [Fact]
    public void Every_link_of_a_page_leads_to_a_file()
    {
        var missing = Page.All().SelectMany(page => Page.Links(page)
            .Where(link => !Path.Exists(Path.Combine(Repository.Root, Path.GetDirectoryName(page)!, link)))
            .Select(link => $"{page}: {link}"));

        missing.ShouldBeEmpty();
    }

    /// <summary>What commands of pages set besides: the command line's own.</summary>
    private static readonly string[] Others = ["ACTORJOBS_URL"];

    [GeneratedRegex(@"\b([A-Z][A-Z0-9]*_[A-Z0-9_]+)[= ](?=\S)")]
    private static partial Regex Setting();

    private static IEnumerable<string> Try(Block block, Action read)
    {
        try
        {
            read();
            return [];
        }
        catch (Exception fault) when (fault is JsonException or System.Xml.XmlException)
        {
            return [$"{block}: {fault.Message}"];
        }
    }
}
