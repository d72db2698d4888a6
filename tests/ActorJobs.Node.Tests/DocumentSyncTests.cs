using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;

namespace ActorJobs.Node.Tests;

/// <summary>The fan-out pair over folders of this repository's own documents.</summary>
[Collection(NodeCollection.Name)]
public sealed class DocumentSyncTests(ITestOutputHelper output)
{
    private static readonly char[] Spaces = [' ', '\t', '\n', '\v', '\f', '\r'];

    [Fact]
    public async Task Folders_are_indexed_and_a_second_run_reads_only_what_changed()
    {
        using var node = await NodeProcess.StartedAsync(output);
        var root = node.Folder.CreateSubdirectory("sources");
        var documents = Directory
            .EnumerateFiles(Path.Combine(Repository.Root, "src"), "README.md", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal).ToArray();
        documents.Length.ShouldBeGreaterThan(2);
        var first = Copy(documents, root.CreateSubdirectory("first"));
        var second = Copy(documents[..^1], root.CreateSubdirectory("second/below"));

        var added = await SyncAsync(node, root);
        added.ShouldBe(new Dictionary<string, string>
        {
            ["first"] = $"files {first.Count}, added {first.Count}, changed 0, unchanged 0, removed 0",
            ["second"] = $"files {second.Count}, added {second.Count}, changed 0, unchanged 0, removed 0",
        }, ignoreOrder: true);
        Indexed(node).ShouldBe(Files(root), ignoreOrder: true);

        await File.AppendAllTextAsync(Path.Combine(root.FullName, "first", first[0]), "\nthree more words\n");
        File.Delete(Path.Combine(root.FullName, "second", "below", second[0]));
        (await SyncAsync(node, root)).ShouldBe(new Dictionary<string, string>
        {
            ["first"] = $"files {first.Count}, added 0, changed 1, unchanged {first.Count - 1}, removed 0",
            ["second"] = $"files {second.Count - 1}, added 0, changed 0, unchanged {second.Count - 1}, removed 1",
        }, ignoreOrder: true);
        Indexed(node).ShouldBe(Files(root), ignoreOrder: true);
    }

    private static List<string> Copy(string[] documents, DirectoryInfo folder)
    {
        var names = documents.Select((_, n) => $"document-{n}.md").ToList();
        foreach (var (name, document) in names.Zip(documents))
        {
            File.Copy(document, Path.Combine(folder.FullName, name));
        }
        return names;
    }

    /// <summary>Runs the pair to its end; answers what each source's job says it did.</summary>
    private static async Task<Dictionary<string, string>> SyncAsync(NodeProcess node, DirectoryInfo root)
    {
        var all = await node.Api.JobInAsync(
            await node.Api.EnqueueAsync(new { type = "sync_all", payload = new { root = root.FullName } }), "succeeded");
        all.Result!.Value.GetProperty("enqueued").GetInt32().ShouldBe(2);
        var sources = await Eventually.GetAsync(
            async () => (await node.Api.JobsAsync("&type=sync_source")).Where(job => job.Parent == all.Id).ToArray(),
            jobs => jobs.Length == 2 && jobs.All(job => job.IsFinal), "both sources are done");
        sources.ShouldAllBe(job => job.State == "succeeded");
        return sources.ToDictionary(job => job.ConcurrencyKey!["sync_source:".Length..], job => string.Join(", ",
            job.Result!.Value.EnumerateObject().Select(count => $"{count.Name} {count.Value}")));
    }

    private static List<Entry> Indexed(NodeProcess node)
    {
        var path = Path.Combine(node.Folder.FullName, "data", "sync-index.db");
        using var connection = new SqliteConnection($"Data Source={path};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = new SqliteCommand("SELECT source, path, size_bytes, sha256, words FROM documents", connection);
        using var reader = command.ExecuteReader();
        var entries = new List<Entry>();
        while (reader.Read())
        {
            entries.Add(new Entry(
                reader.GetString(0), reader.GetString(1), reader.GetInt64(2), reader.GetString(3), reader.GetInt64(4)));
        }
        return entries;
    }

    /// <summary>What the index must hold, read from the files themselves.</summary>
    private static IEnumerable<Entry> Files(DirectoryInfo root) =>
        from source in root.EnumerateDirectories()
        from file in source.EnumerateFiles("*", SearchOption.AllDirectories)
        let content = File.ReadAllBytes(file.FullName)
        select new Entry(
            source.Name, Path.GetRelativePath(source.FullName, file.FullName), content.Length,
            Convert.ToHexStringLower(SHA256.HashData(content)),
            Encoding.UTF8.GetString(content).Split(Spaces, StringSplitOptions.RemoveEmptyEntries).Length);

    private sealed record Entry(string Source, string Path, long Size, string Hash, long Words);
}
