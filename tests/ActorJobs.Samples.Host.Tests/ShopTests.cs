using ActorJobs.Client;
using ActorJobs.Samples.Shop;
using ActorJobs.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace ActorJobs.Samples.Host.Tests;

/// <summary>The shop's jobs, as a user tests their own.</summary>
public sealed class ShopTests : IAsyncLifetime
{
    private static readonly Order Books = new(7, "ada", 20);

    private readonly Ledger _ledger = new();
    private JobTestHost _jobs = null!;

    public async Task InitializeAsync() => _jobs = await JobTestHost.StartAsync(host =>
    {
        host.Services.AddSingleton(_ledger);
        host.AddShop();
    });

    public Task DisposeAsync() => _jobs.DisposeAsync().AsTask();

    [Fact]
    public async Task A_charged_order_gets_its_receipt()
    {
        await _jobs.Client.EnqueueAsync(Books);
        await _jobs.RunToIdleAsync();

        _ledger.Charges.ShouldBe([Books]);
        _ledger.Receipts.ShouldBe([new Receipt(7, "ada")]);
        _ledger.Trail.ShouldBe(["charge_order 1 done", "send_receipt 1 done"]);
    }

    [Fact]
    public async Task An_order_that_is_sent_twice_is_one_job()
    {
        (await _jobs.Client.EnqueueAsync(Books)).Duplicate.ShouldBeFalse();
        (await _jobs.Client.EnqueueAsync(Books)).Duplicate.ShouldBeTrue();
    }

    [Fact]
    public async Task A_bank_that_is_slow_twice_is_asked_again_and_charges_once()
    {
        var job = await _jobs.Client.EnqueueAsync(Books);
        _jobs.FailNext("charge_order", new TimeoutException("the bank is slow"), times: 2);

        await _jobs.RunToEndAsync();

        (await _jobs.AssertStateAsync(job.Id, JobState.Succeeded)).Attempt.ShouldBe(3);
        _ledger.Charges.Count.ShouldBe(1);
        _ledger.Receipts.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_crash_after_the_charge_neither_charges_nor_sends_twice()
    {
        await _jobs.Client.EnqueueAsync(Books);
        _jobs.CrashNext("charge_order");

        await _jobs.RunToEndAsync();

        _ledger.Charges.Count.ShouldBe(1);
        _ledger.Receipts.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_declined_order_fails_for_good_and_gets_no_receipt()
    {
        var job = await _jobs.Client.EnqueueAsync(Books with { Amount = 5000 });

        await _jobs.RunToEndAsync();

        var failed = await _jobs.AssertStateAsync(job.Id, JobState.Failed);
        failed.Snapshot.Errors.Single().Message.ShouldBe("The bank declines order 7; another try would not help.");
        await _jobs.AssertNotEnqueuedAsync<Receipt>();
        _ledger.Trail.ShouldBe(["charge_order 1 JobErrorException"]);
    }

    [Fact]
    public async Task Receipts_keep_to_what_the_mail_server_takes()
    {
        await _jobs.Client.EnqueueManyAsync([.. Enumerable.Range(0, 25).Select(i => JobRequest.For(new Receipt(i, "ada")))]);

        await _jobs.RunToIdleAsync();
        _ledger.Receipts.Count.ShouldBe(10);
        await _jobs.AdvanceAsync(TimeSpan.FromSeconds(2));

        _ledger.Receipts.Count.ShouldBe(25);
    }

    [Fact]
    public async Task The_sum_is_what_was_charged()
    {
        await _jobs.Client.EnqueueAsync(Books);
        await _jobs.Client.EnqueueAsync(new Order(8, "grace", 22.5m));
        var sum = await _jobs.Client.EnqueueAsync(new SumArgs(), new EnqueueOptions { Delay = TimeSpan.FromHours(1) });

        await _jobs.RunToEndAsync();

        (await _jobs.JobAsync(sum.Id)).Result<Dictionary<string, decimal>>().ShouldBe(new() { ["orders"] = 2, ["amount"] = 42.5m });
    }
}
