using ActorJobs.Client;
using ActorJobs.Stores.Conformance;
using ActorJobs.Stores.Postgres;
using Npgsql;

namespace ActorJobs.Stores.PostgresTests;

/// <summary>Enqueue inside the caller's own transaction.</summary>
public sealed class PostgresTransactionTests() : PostgresSuite(new PostgresFixture())
{
    private static readonly Lane Mail = new(Priority.Normal, "mail");

    private readonly DefaultsOnly _client = new();

    private sealed record MailArgs(string To);

    private ValueTask<EnqueueResult> EnqueueAsync(NpgsqlTransaction transaction, EnqueueOptions? options = null) =>
        _client.EnqueueAsync(transaction, "mail", new MailArgs("ada@example.com"), options);

    /// <summary>Enqueues in a transaction of its own.</summary>
    private async Task<EnqueueResult> CommitAsync(EnqueueOptions? options = null)
    {
        await using var connection = await ConnectAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var result = await EnqueueAsync(transaction, options);
        await transaction.CommitAsync();
        return result;
    }

    [Fact]
    public async Task Job_is_invisible_before_the_commit_and_due_after_it()
    {
        await using var connection = await ConnectAsync();
        await using var transaction = await connection.BeginTransactionAsync();

        var result = await EnqueueAsync(transaction);

        (result.State, result.Duplicate).ShouldBe((JobState.Scheduled, false));
        (await Store.GetAsync(result.Id, None)).ShouldBeNull();
        (await PromoteAsync()).ShouldBe(0);
        await transaction.CommitAsync();
        (await GetAsync(result.Id)).State.ShouldBe(JobState.Scheduled);
        (await PromoteAsync()).ShouldBe(1);
        (await ReadyAsync(Mail)).ShouldHaveSingleItem().Id.ShouldBe(result.Id);
    }

    [Fact]
    public async Task Job_has_its_arguments_and_the_defaults_of_the_client()
    {
        var id = (await CommitAsync()).Id;

        var job = await GetAsync(id);
        job.Payload.ToArray().ShouldBe(Any.Json("""{"to":"ada@example.com"}""").ToArray());
        (job.Type, job.Priority, job.MaxRetries, job.Timeout).ShouldBe(
            ("mail", Priority.Normal, 7, TimeSpan.FromSeconds(90)));
    }

    [Fact]
    public async Task Replacing_another_inside_a_transaction_of_ones_own_is_refused()
    {
        await using var connection = await ConnectAsync();
        await using var transaction = await connection.BeginTransactionAsync();

        var fault = await Should.ThrowAsync<InvalidJobException>(async () => await EnqueueAsync(
            transaction, new EnqueueOptions { UniqueKey = "k", OnDuplicate = UniquePolicy.Replace }));

        fault.Message.ShouldStartWith("onDuplicate is not possible inside a transaction of one's own");
    }

    [Fact]
    public async Task Replacing_job_that_waits_for_a_transaction_of_somebodys_own_keeps_nobody_from_claiming()
    {
        var other = await EnqueueAsync(Any.Job());
        await using var connection = await ConnectAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var theirs = await EnqueueAsync(transaction, new EnqueueOptions { UniqueKey = "k" });
        var job = Any.Job("mail") with { UniqueKey = "k", OnDuplicate = UniquePolicy.Replace };

        var replacing = Store.EnqueueAsync([job], None);
        (await ClaimAsync(other)).Jobs.Length.ShouldBe(1);
        replacing.IsCompleted.ShouldBeFalse();
        await transaction.CommitAsync();

        (await replacing)[0].ShouldBe(new EnqueueResult(job.Id, JobState.Ready, Duplicate: false));
        (await GetAsync(theirs.Id)).State.ShouldBe(JobState.Cancelled);
    }

    [Fact]
    public async Task Job_is_gone_after_a_rollback()
    {
        await using var connection = await ConnectAsync();
        EnqueueResult result;
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            result = await EnqueueAsync(transaction, new EnqueueOptions { UniqueKey = "k", Tags = ["t"] });
        }

        (await Store.GetAsync(result.Id, None)).ShouldBeNull();
        (await PromoteAsync()).ShouldBe(0);
        (await Store.CountAsync(None)).ByState.Values.Sum().ShouldBe(0);
        (await CommitAsync(new EnqueueOptions { UniqueKey = "k" })).Duplicate.ShouldBeFalse();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Job_and_the_callers_own_row_come_together_or_not_at_all(bool commits)
    {
        await Fixture.RunAsync("CREATE TABLE public.orders (number integer)");
        await using var connection = await ConnectAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await RunAsync(connection, "INSERT INTO public.orders VALUES (1)");
        var result = await EnqueueAsync(transaction);

        await (commits ? transaction.CommitAsync() : transaction.RollbackAsync());

        (await Fixture.RunAsync("SELECT count(*) FROM public.orders")).ShouldBe(commits ? 1L : 0L);
        (await Store.GetAsync(result.Id, None) is not null).ShouldBe(commits);
    }

    [Fact]
    public async Task Delay_counts_by_the_servers_clock()
    {
        var before = await Store.GetTimeAsync(None);
        var id = (await CommitAsync(new EnqueueOptions { Delay = TimeSpan.FromHours(1) })).Id;
        var after = await Store.GetTimeAsync(None);

        (await GetAsync(id)).RunAt.ShouldBeInRange(before.AddHours(1), after.AddHours(1));
        (await PromoteAsync()).ShouldBe(0);
        (await Store.PromoteDueAsync(after.AddHours(1), 10, None)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Job_with_a_time_is_due_then()
    {
        var at = (await Store.GetTimeAsync(None)).AddDays(2);
        var id = (await CommitAsync(new EnqueueOptions { RunAt = at })).Id;

        (await GetAsync(id)).RunAt.ShouldBe(at);
        (await Store.PromoteDueAsync(at.AddSeconds(-1), 10, None)).Count.ShouldBe(0);
        (await Store.PromoteDueAsync(at, 10, None)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task All_other_options_are_kept()
    {
        var id = JobId.New(Now);
        await CommitAsync(new EnqueueOptions
        {
            Id = id, Priority = Priority.High, MaxRetries = 1, Timeout = TimeSpan.FromSeconds(5), UniqueKey = "u",
            UniqueFor = TimeSpan.FromHours(1), ConcurrencyKey = "c", Tags = ["one", "two"],
        });

        var job = await GetAsync(id);
        (job.Priority, job.MaxRetries, job.Timeout).ShouldBe((Priority.High, 1, TimeSpan.FromSeconds(5)));
        (job.UniqueKey, job.ConcurrencyKey).ShouldBe(("u", "c"));
        job.Tags.ShouldBe(["one", "two"]);
        (await Store.ListAsync(new JobFilter(Tag: "two"), null, 10, None)).Jobs.ShouldHaveSingleItem().Id.ShouldBe(id);
    }

    [Fact]
    public async Task Same_id_again_adds_nothing()
    {
        var options = new EnqueueOptions { Id = JobId.New(Now) };
        await CommitAsync(options);

        var again = await CommitAsync(options);

        again.ShouldBe(new EnqueueResult(options.Id.Value, JobState.Scheduled, Duplicate: false));
        (await Store.CountAsync(None)).ByState[JobState.Scheduled].ShouldBe(1);
    }

    [Fact]
    public async Task Held_unique_key_is_answered_with_its_holder()
    {
        var options = new EnqueueOptions { UniqueKey = "invoice-7" };
        var first = await CommitAsync(options);

        var second = await CommitAsync(options);

        second.ShouldBe(new EnqueueResult(first.Id, JobState.Scheduled, Duplicate: true));
        var third = await EnqueueAllAsync(Any.Job("mail") with { UniqueKey = "invoice-7" });
        third[0].ShouldBe(new EnqueueResult(first.Id, JobState.Scheduled, Duplicate: true));
        (await Store.CountAsync(None)).ByState[JobState.Scheduled].ShouldBe(1);
    }

    [Fact]
    public async Task Many_jobs_are_answered_in_order()
    {
        var requests = Enumerable.Range(0, 50).Select(number => JobRequest.For("mail", number)).ToArray();
        await using var connection = await ConnectAsync();
        await using var transaction = await connection.BeginTransactionAsync();

        var results = await _client.EnqueueManyAsync(transaction, requests);

        await transaction.CommitAsync();
        results.Select(result => result.Id).Distinct().Count().ShouldBe(50);
        for (var i = 0; i < requests.Length; i++)
        {
            (await GetAsync(results[i].Id)).Payload.ToArray().ShouldBe(requests[i].Payload.ToArray());
        }
        (await PromoteAsync()).ShouldBe(50);
    }

    [Fact]
    public async Task Bad_jobs_are_refused_with_every_fault_and_the_transaction_goes_on()
    {
        await using var connection = await ConnectAsync();
        await using var transaction = await connection.BeginTransactionAsync();

        var fault = await Should.ThrowAsync<InvalidJobException>(
            () => EnqueueAsync(transaction, new EnqueueOptions { MaxRetries = 101, UniqueKey = "" }).AsTask());

        fault.Message.ShouldContain("maxRetries must be from 0 to 100 but is 101.");
        fault.Message.ShouldContain("uniqueKey");
        await EnqueueAsync(transaction);
        await transaction.CommitAsync();
        (await PromoteAsync()).ShouldBe(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ended_transaction_is_refused(bool disposed)
    {
        await using var connection = await ConnectAsync();
        var transaction = await connection.BeginTransactionAsync();
        await transaction.CommitAsync();
        if (disposed)
        {
            await transaction.DisposeAsync();
        }

        var fault = await Should.ThrowAsync<ArgumentException>(() => EnqueueAsync(transaction).AsTask());

        fault.Message.ShouldContain("The transaction has ended; give an open one.");
        (await CountAsync("job")).ShouldBe(0);
    }

    [Fact]
    public async Task Sql_function_enqueues_with_defaults()
    {
        await using var connection = await ConnectAsync();
        var id = new JobId((Guid)(await RunAsync(connection, "SELECT job_id FROM actorjobs.enqueue('mail')"))!);

        var job = await GetAsync(id);
        job.Payload.ToArray().ShouldBe(Any.Json("{}").ToArray());
        (job.Type, job.Priority, job.State, job.MaxRetries, job.Timeout).ShouldBe(
            ("mail", Priority.Normal, JobState.Scheduled, 3, TimeSpan.FromMinutes(5)));
        job.Tags.ShouldBeEmpty();
        id.Value.Version.ShouldBe(7);
        (await PromoteAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task Sql_function_takes_every_option()
    {
        var id = JobId.New(Now);
        var before = await Store.GetTimeAsync(None);
        await using var connection = await ConnectAsync();

        var answer = await RunAsync(connection, $$"""
            SELECT (job_id, state, duplicate)::text FROM actorjobs.enqueue('mail', '{"to": 1}', priority => 'low',
                delay => '10 minutes', max_retries => 0, timeout => '1500 milliseconds', unique_key => 'u',
                unique_for => '1 hour', concurrency_key => 'c', tags => '{b,a,b}', id => '{{id.Value}}',
                notify => false)
            """);

        answer.ShouldBe($"({id.Value},scheduled,f)");
        var job = await GetAsync(id);
        job.Payload.ToArray().ShouldBe(Any.Json("""{"to": 1}""").ToArray());
        (job.Priority, job.MaxRetries, job.Timeout).ShouldBe((Priority.Low, 0, TimeSpan.FromMilliseconds(1500)));
        (job.UniqueKey, job.ConcurrencyKey).ShouldBe(("u", "c"));
        job.Tags.Order(StringComparer.Ordinal).ShouldBe(["a", "b"]);
        job.RunAt.ShouldBeInRange(before.AddMinutes(10), (await Store.GetTimeAsync(None)).AddMinutes(10));
        (await RunAsync(
            connection, "SELECT (job_id, state, duplicate)::text FROM actorjobs.enqueue('mail', unique_key => 'u')"))
            .ShouldBe($"({id.Value},scheduled,t)");
    }

    [Fact]
    public async Task Sql_function_takes_a_time()
    {
        await using var connection = await ConnectAsync();
        var at = (await Store.GetTimeAsync(None)).AddDays(3);
        var id = (Guid)(await RunAsync(
            connection, $"SELECT job_id FROM actorjobs.enqueue('mail', run_at => '{at:O}')"))!;

        (await GetAsync(new JobId(id))).RunAt.ShouldBe(at);
    }

    [Fact]
    public async Task Sql_function_names_every_fault_in_one_message()
    {
        await using var connection = await ConnectAsync();

        var fault = await Should.ThrowAsync<PostgresException>(() => RunAsync(connection, """
            SELECT * FROM actorjobs.enqueue('no spaces', to_jsonb(repeat('x', 262144)), priority => 'urgent',
                run_at => now() + '3661 days', delay => '1 second', max_retries => 101, timeout => '8 days',
                unique_key => '', unique_for => '0', tags => array_fill('t'::text, '{17}'))
            """));

        fault.SqlState.ShouldBe("22023");
        fault.MessageText.ShouldBe(
            "actorjobs.enqueue: type must have 1 to 128 letters, digits or . _ : / - characters. payload must be " +
            "JSON of at most 262144 bytes. priority must be high, normal or low. run_at and delay exclude each " +
            "other; give one. delay and run_at must lie within 3660 days from now. max_retries must be from 0 to " +
            "100. timeout must be from 100 milliseconds to 7 days. unique_key and concurrency_key must have 1 to " +
            "256 characters. unique_for needs a unique_key and must be above 0 and at most 3660 days. tags must " +
            "be at most 16 of 1 to 64 characters.");
    }

    [Theory]
    [InlineData("NULL", "type")]
    [InlineData("'mail', NULL", "payload")]
    [InlineData("'mail', priority => NULL", "priority")]
    [InlineData("'mail', max_retries => NULL", "max_retries")]
    [InlineData("'mail', timeout => NULL", "timeout")]
    [InlineData("'mail', tags => ARRAY[NULL]", "tags")]
    [InlineData("'mail', delay => '-1 second'", "delay")]
    [InlineData("'mail', unique_for => '1 second'", "unique_for")]
    [InlineData("'mail', concurrency_key => ''", "concurrency_key")]
    public async Task Sql_function_refuses(string words, string named)
    {
        await using var connection = await ConnectAsync();

        var fault = await Should.ThrowAsync<PostgresException>(
            () => RunAsync(connection, $"SELECT * FROM actorjobs.enqueue({words})"));

        fault.SqlState.ShouldBe("22023");
        fault.MessageText.ShouldStartWith("actorjobs.enqueue: ");
        fault.MessageText["actorjobs.enqueue: ".Length..].ShouldContain(named);
    }

    [Fact]
    public async Task Watch_calls_back_after_the_commit_and_not_before()
    {
        await CommitAsync(); // a new type would make the other transaction wait
        using var calls = new SemaphoreSlim(0);
        using var stop = new CancellationTokenSource();
        var watch = Store.WatchAsync(() => calls.Release(), stop.Token);
        await NextAsync(calls); // it listens now

        await using var connection = await ConnectAsync();
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await EnqueueAsync(transaction);
            // A later commit is told at once: the channel works, and the open transaction is not heard on it.
            await Fixture.RunAsync("SELECT FROM actorjobs.enqueue('mail')");
            await NextAsync(calls);
            calls.CurrentCount.ShouldBe(0);
            await transaction.CommitAsync();
        }
        await NextAsync(calls);

        await stop.CancelAsync();
        await watch.WaitAsync(Patience);
    }

    [Fact]
    public async Task Watch_listens_again_after_the_server_cut_its_connection()
    {
        using var calls = new SemaphoreSlim(0);
        using var stop = new CancellationTokenSource();
        var watch = Store.WatchAsync(() => calls.Release(), stop.Token);
        await NextAsync(calls);

        (await Fixture.RunAsync("""
            SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
            WHERE datname = current_database() AND query LIKE '%LISTEN actorjobs%' AND pid <> pg_backend_pid()
            """)).ShouldBe(1L);
        await NextAsync(calls); // something may have come meanwhile

        await CommitAsync();
        await NextAsync(calls);

        await stop.CancelAsync();
        await watch.WaitAsync(Patience);
    }

    private static async Task NextAsync(SemaphoreSlim calls) => (await calls.WaitAsync(Patience)).ShouldBeTrue();
}
