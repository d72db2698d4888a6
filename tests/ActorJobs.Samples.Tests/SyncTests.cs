using System.Security.Cryptography;
using System.Text.Json;
using ActorJobs.Handlers;
using Microsoft.Data.Sqlite;

namespace ActorJobs.Samples.Tests;

public sealed class SyncTests : IDisposable
{
    private static readonly string Docs = Path.Combine(AppContext.BaseDirectory, "docs");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("actorjobs-test-");
    private readonly FakeJobContext _context = new();
    private readonly string _source;
    private readonly string _index;

    public SyncTests()
    {
        _source = Path.Combine(_folder.FullName, "sources", "docs");
        _index = Path.Combine(_folder.FullName, "made", "index.db");
        foreach (var file in Directory.EnumerateFiles(Docs, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(_source, Path.GetRelativePath(Docs, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_folder_is_indexed_by_path_size_hash_and_words()
    {
        await SyncAsync(_context);

        var readme = Rows().Single(row => row.Path == "ActorJobs.Abstractions/README.md");
        var bytes = await File.ReadAllBytesAsync(Path.Combine(_source, "ActorJobs.Abstractions/README.md"));
        readme.Size.ShouldBe(bytes.Length);
        readme.Sha256.ShouldBe(Convert.ToHexStringLower(SHA256.HashData(bytes)));
        readme.Words.ShouldBe(System.Text.Encoding.UTF8.GetString(bytes).Split([' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries).Length);
        Rows().Count.ShouldBe(Files());
        Counts(_context).ShouldBe((Files(), Files(), 0, 0, 0));
        _context.Progress.Last().Fraction.ShouldBe(1.0);
    }

    [Fact]
    public async Task A_second_run_reads_only_what_changed_and_removes_what_is_gone()
    {
        await File.WriteAllTextAsync(Path.Combine(_source, "gone.txt"), "soon");
        await SyncAsync(new FakeJobContext());
        File.Delete(Path.Combine(_source, "gone.txt"));
        await File.WriteAllTextAsync(Path.Combine(_source, "new.txt"), "one two  three\n");
        await File.AppendAllTextAsync(Path.Combine(_source, "LICENSE"), "more");

        await SyncAsync(_context);

        Counts(_context).ShouldBe((Files(), 1, 1, Files() - 2, 1));
        Rows().Single(row => row.Path == "new.txt").Words.ShouldBe(3);
        Rows().ShouldNotContain(row => row.Path == "gone.txt");
    }

    [Fact]
    public async Task Sources_share_an_index_without_touching_each_other()
    {
        await SyncAsync(_context);
        var empty = Directory.CreateDirectory(Path.Combine(_folder.FullName, "empty")).FullName;

        await SyncAsync(new FakeJobContext(), source: "other", path: empty);

        Rows().Count.ShouldBe(Files());
    }

    [Fact]
    public async Task Sources_can_be_indexed_side_by_side()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => SyncAsync(new FakeJobContext(), source: $"s{i}"))));

        Rows().Count.ShouldBe(8 * Files());
    }

    [Fact]
    public async Task A_missing_folder_is_permanent()
    {
        var missing = Path.Combine(_folder.FullName, "missing");

        var fault = await Should.ThrowAsync<JobErrorException>(SyncAsync(_context, path: missing));

        fault.ErrorClass.ShouldBe(ErrorClass.Permanent);
        fault.Message.ShouldBe($"path '{missing}' is not a folder on this node.");
    }

    [Fact]
    public async Task Cancellation_is_honoured_between_files()
    {
        using var cancel = new CancellationTokenSource();
        var context = new FakeJobContext { OnProgress = fraction => cancel.Cancel() };

        await Should.ThrowAsync<OperationCanceledException>(SyncAsync(context, cancellationToken: cancel.Token));

        context.ResultJson.ShouldBeNull();
    }

    [Fact]
    public async Task Sync_all_enqueues_every_folder_of_its_root()
    {
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "sources", "a"));
        var root = Path.Combine(_folder.FullName, "sources");

        await Run.AsJobAsync("sync_all", JsonSerializer.Serialize(new { root, index = _index }), _context);

        _context.Children.Select(child => child.Type).ShouldBe(["sync_source", "sync_source"]);
        _context.Children.Select(child => child.Options!.ConcurrencyKey).ShouldBe(["sync_source:a", "sync_source:docs"]);
        _context.ResultJson.ShouldBe("""{"enqueued":2,"skipped":0}""");
    }

    [Fact]
    public async Task Sync_all_leaves_out_sources_that_are_not_enabled()
    {
        var sources = new object[] { new { id = "a", path = "/a" }, new { id = "b", path = "/b", enabled = false } };

        await Run.AsJobAsync("sync_all", JsonSerializer.Serialize(new { sources }), _context);

        var child = _context.Children.ShouldHaveSingleItem();
        System.Text.Encoding.UTF8.GetString(child.Payload.Span).ShouldBe("""{"source":"a","path":"/a"}""");
        _context.ResultJson.ShouldBe("""{"enqueued":1,"skipped":1}""");
    }

    [Fact]
    public async Task What_sync_all_enqueues_can_be_run()
    {
        var sources = new[] { new { id = "docs", path = _source } };
        await Run.AsJobAsync("sync_all", JsonSerializer.Serialize(new { sources, index = _index }), _context);

        var child = _context.Children.Single();
        await Run.AsJobAsync(child.Type, System.Text.Encoding.UTF8.GetString(child.Payload.Span), new FakeJobContext());

        Rows().Count.ShouldBe(Files());
    }

    [Theory]
    [InlineData("{}", "Give either root or sources.")]
    [InlineData("""{"root":"/","sources":[]}""", "Give either root or sources.")]
    [InlineData("""{"root":"/no/such/folder"}""", "root '/no/such/folder' is not a folder on this node.")]
    [InlineData("""{"sources":[{"id":"a","path":"/a"},{"id":"a","path":"/b"}]}""", "sources must have different ids but 'a' stands twice.")]
    public async Task A_sync_all_that_cannot_work_is_permanent(string payload, string message)
    {
        var fault = await Should.ThrowAsync<JobErrorException>(() => Run.AsJobAsync("sync_all", payload, _context));

        fault.ErrorClass.ShouldBe(ErrorClass.Permanent);
        fault.Message.ShouldBe(message);
        _context.Children.ShouldBeEmpty();
    }

    private int Files() => Directory.EnumerateFiles(_source, "*", SearchOption.AllDirectories).Count();

    private Task SyncAsync(
        FakeJobContext context, string source = "docs", string? path = null, CancellationToken cancellationToken = default) =>
        Run.AsJobAsync("sync_source", JsonSerializer.Serialize(new { source, path = path ?? _source, index = _index }), context, cancellationToken);

    private static (int Files, int Added, int Changed, int Unchanged, int Removed) Counts(FakeJobContext context)
    {
        int Count(string name) => context.Result.GetProperty(name).GetInt32();
        return (Count("files"), Count("added"), Count("changed"), Count("unchanged"), Count("removed"));
    }

    private List<(string Path, long Size, string Sha256, long Words)> Rows()
    {
        using var connection = new SqliteConnection($"Data Source={_index}");
        connection.Open();
        using var command = new SqliteCommand("SELECT path, size_bytes, sha256, words FROM documents ORDER BY path", connection);
        using var reader = command.ExecuteReader();
        var rows = new List<(string, long, string, long)>();
        while (reader.Read())
        {
            rows.Add((reader.GetString(0), reader.GetInt64(1), reader.GetString(2), reader.GetInt64(3)));
        }
        return rows;
    }
}
