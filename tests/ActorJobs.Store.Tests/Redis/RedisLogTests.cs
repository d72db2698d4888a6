using System.Text;
using ActorJobs.Stores.Redis;

namespace ActorJobs.Stores.RedisTests;

/// <summary>Logs of events, which the scheduler keeps where there is no SQL.</summary>
public sealed class RedisLogTests : IAsyncLifetime
{
    private const string Log = "scheduler";

    private readonly RedisFixture _fixture = new();
    private RedisJobStore _store = null!;

    private static CancellationToken None => CancellationToken.None;

    public async Task InitializeAsync() => _store = (RedisJobStore)await _fixture.OpenAsync();

    public async Task DisposeAsync()
    {
        await _store.DisposeAsync();
        await _fixture.DisposeAsync();
    }

    [Fact]
    public async Task Entries_come_back_in_order_and_by_pages()
    {
        (await _store.GetLastAsync(Log, None)).ShouldBe(0);
        (await AppendAsync(1, "a", "b")).ShouldBeTrue();
        (await AppendAsync(3, "c")).ShouldBeTrue();

        (await ReadAsync(1, 10)).ShouldBe(["1 a", "2 b", "3 c"]);
        (await ReadAsync(2, 1)).ShouldBe(["2 b"]);
        (await ReadAsync(4, 1)).ShouldBeEmpty();
        (await _store.GetLastAsync(Log, None)).ShouldBe(3);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public async Task A_number_that_does_not_come_next_is_refused(long first)
    {
        await AppendAsync(1, "a", "b");

        (await AppendAsync(first, "x", "y")).ShouldBeFalse();

        (await ReadAsync(1, 10)).ShouldBe(["1 a", "2 b"]);
    }

    [Fact]
    public async Task Of_two_writers_one_goes_on()
    {
        var written = await Task.WhenAll(Enumerable.Range(0, 20).Select(n => AppendAsync(1, $"{n}")));

        written.Count(done => done).ShouldBe(1);
    }

    [Fact]
    public async Task A_log_remembers_its_last_number_when_all_of_it_is_trimmed()
    {
        await AppendAsync(1, "a", "b", "c");

        await _store.TrimAsync(Log, 2, None);
        (await ReadAsync(1, 10)).ShouldBe(["3 c"]);
        await _store.TrimAsync(Log, 3, None);

        (await _store.GetLastAsync(Log, None)).ShouldBe(3);
        (await AppendAsync(1, "x")).ShouldBeFalse();
        (await AppendAsync(4, "d")).ShouldBeTrue();
        await _store.TrimAsync("unknown", 5, None);
    }

    [Fact]
    public async Task The_latest_snapshot_is_kept()
    {
        (await _store.LoadSnapshotAsync(Log, None)).ShouldBeNull();
        await _store.SaveSnapshotAsync(Log, Entry(7, "seven"), None);
        await _store.SaveSnapshotAsync(Log, Entry(5, "five"), None);

        var kept = (await _store.LoadSnapshotAsync(Log, None)).ShouldNotBeNull();

        (kept.Number, Text(kept)).ShouldBe((7, "seven"));
    }

    private static LogEntry Entry(long number, string text) => new(number, Encoding.UTF8.GetBytes(text));

    private static string Text(LogEntry entry) => Encoding.UTF8.GetString(entry.Bytes.Span);

    private Task<bool> AppendAsync(long first, params string[] entries) => _store.AppendAsync(
        Log, first, [.. entries.Select(entry => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(entry))], None);

    private async Task<string[]> ReadAsync(long from, int maxCount) =>
        [.. (await _store.ReadAsync(Log, from, maxCount, None)).Select(entry => $"{entry.Number} {Text(entry)}")];
}
