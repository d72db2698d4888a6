using System.Buffers.Binary;

namespace ActorJobs.Stores.Conformance;

/// <summary>A queue that several readers share, each with its partition.</summary>
public abstract class PartitionSuite(IStoreFixture fixture) : StoreSuite(fixture)
{
    private static readonly Lane Echo = new(Priority.Normal, "echo");

    private Task<ReaderEpoch> OpenAsync(int index, int count) => Store.OpenEpochAsync(new Partition(index, count), None);

    private async Task<ReaderEpoch[]> OpenAllAsync(int count)
    {
        var epochs = new ReaderEpoch[count];
        for (var index = 0; index < count; index++)
        {
            epochs[index] = await OpenAsync(index, count);
        }
        return epochs;
    }

    /// <summary>All jobs of a partition, page by page; each page that held none is counted.</summary>
    private async Task<(List<ReadyJob> Jobs, int Pages)> ReadAsync(Partition partition, int maxCount = 5, Lane? lane = null)
    {
        var (jobs, pages, cursor) = (new List<ReadyJob>(), 0, LaneCursor.Start);
        LanePage page;
        do
        {
            page = await Store.ReadLaneAsync(lane ?? Echo, partition, cursor, maxCount, int.MaxValue, None);
            page.Next.Position.ShouldBeGreaterThanOrEqualTo(cursor.Position);
            page.Next.Floor.ShouldBeLessThanOrEqualTo(page.Next.Position);
            page.Jobs.Length.ShouldBeLessThanOrEqualTo(maxCount);
            page.Jobs.Select(job => job.Position).ShouldBeInOrder();
            jobs.AddRange(page.Jobs);
            (cursor, pages) = (page.Next, pages + 1);
            pages.ShouldBeLessThan(1000);
        }
        while (!page.End);
        return (jobs, pages);
    }

    private async Task<JobId[][]> PartsAsync(int count, int maxCount = 100)
    {
        var parts = new JobId[count][];
        for (var index = 0; index < count; index++)
        {
            parts[index] = [.. (await ReadAsync(new Partition(index, count), maxCount)).Jobs.Select(job => job.Id)];
        }
        return parts;
    }

    private Task<Claim> ClaimAsync(ReaderEpoch epoch, NodeId node, params JobId[] jobs) => ClaimAsync(epoch, 1, node, jobs);

    private async Task<Claim> ClaimAsync(ReaderEpoch epoch, int attempt, NodeId node, params JobId[] jobs) =>
        (await Store.ClaimAsync(
            epoch, [new ClaimRequest(node, Now, [.. jobs.Select(id => new ClaimedJob(id, attempt))])], None))[0];

    private async Task<JobId[]> StandingAsync(Partition partition) =>
        [.. (await Store.GetStandingJobsAsync(partition, None)).Select(job => job.Job.Id)];

    /// <summary>A job that each of several partitions has claimed for node A.</summary>
    private async Task<(ReaderEpoch[] Epochs, JobId[] Jobs, Claim[] Claims)> ClaimOneEachAsync(int count)
    {
        await EnqueueAllAsync(Any.Jobs(20 * count));
        var epochs = await OpenAllAsync(count);
        var jobs = (await PartsAsync(count)).Select(part => part[0]).ToArray();
        var claims = new Claim[count];
        for (var index = 0; index < count; index++)
        {
            claims[index] = await ClaimAsync(epochs[index], Any.NodeA, jobs[index]);
            claims[index].Jobs.ShouldHaveSingleItem();
        }
        return (epochs, jobs, claims);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(Partition.MaxCount)]
    public async Task Every_job_is_read_by_one_partition_and_all_of_a_key_by_the_same(int count)
    {
        var jobs = Any.Jobs(200).Select((job, i) => i % 2 == 0 ? job : job with { ConcurrencyKey = $"key {i % 26}" }).ToArray();
        await EnqueueAllAsync(jobs);

        var found = new List<(int Index, ReadyJob Job)>();
        for (var index = 0; index < count; index++)
        {
            found.AddRange((await ReadAsync(new Partition(index, count))).Jobs.Select(job => (index, job)));
        }

        found.Select(read => read.Job.Id).ShouldBe(jobs.Select(job => job.Id), ignoreOrder: true);
        found.Where(read => read.Job.ConcurrencyKey is not null).Select(read => (read.Job.ConcurrencyKey, read.Index)).Distinct()
            .Count().ShouldBe(13);
        // The same again: a job does not move.
        foreach (var index in Enumerable.Range(0, Math.Min(count, 3)))
        {
            (await ReadAsync(new Partition(index, count), 1000)).Jobs.Select(job => job.Id)
                .ShouldBe(found.Where(read => read.Index == index).Select(read => read.Job.Id));
        }
    }

    [Fact]
    public async Task Partitions_are_about_as_large_as_each_other_by_ids_made_here_by_ids_that_count_and_by_keys()
    {
        const int Jobs = 1200;
        const int Count = 4;
        var numbered = Any.Jobs(Jobs, "numbered").Select((job, i) => job with { Id = Numbered(i + 1) });
        var keyed = Any.Jobs(Jobs, "keyed").Select((job, i) => job with { ConcurrencyKey = $"tenant-{i}" });
        await EnqueueAllAsync([.. Any.Jobs(Jobs), .. numbered, .. keyed]);

        foreach (var type in new[] { "echo", "numbered", "keyed" })
        {
            for (var index = 0; index < Count; index++)
            {
                var (jobs, _) = await ReadAsync(new Partition(index, Count), 1000, new Lane(Priority.Normal, type));
                jobs.Count.ShouldBeInRange(Jobs / Count * 7 / 10, Jobs / Count * 13 / 10, $"{type} {index}");
            }
        }

        static JobId Numbered(int number)
        {
            var bytes = new byte[16];
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4), number);
            return new JobId(new Guid(bytes, bigEndian: true));
        }
    }

    [Fact]
    public async Task Pages_go_on_to_the_end_of_a_long_lane_in_which_a_partition_has_next_to_nothing()
    {
        const int Count = 3;
        // All of one key but the last.
        var jobs = Any.Jobs(301).Select(job => job with { ConcurrencyKey = "k" }).ToArray();
        jobs[^1] = jobs[^1] with { ConcurrencyKey = null };
        await EnqueueAllAsync(jobs);
        var sizes = new List<int>();

        for (var index = 0; index < Count; index++)
        {
            var (read, pages) = await ReadAsync(new Partition(index, Count), 10);
            sizes.Add(read.Count);
            pages.ShouldBeGreaterThanOrEqualTo(301 / (10 * Count));
            pages.ShouldBeLessThanOrEqualTo((301 / 10) + 1);
        }

        sizes.Sum().ShouldBe(301);
        sizes.Max().ShouldBeInRange(300, 301);
    }

    [Fact]
    public async Task Jobs_of_others_at_the_end_are_not_looked_at_again_and_what_comes_later_is_found()
    {
        await EnqueueAllAsync(Any.Jobs(50));
        var partition = new Partition(1, 2);
        var first = await Store.ReadLaneAsync(Echo, partition, LaneCursor.Start, 100, int.MaxValue, None);
        first.End.ShouldBeTrue();
        first.Next.Position.ShouldBe((await ReadAsync(Partition.Whole, 100)).Jobs[^1].Position);
        (await Store.ReadLaneAsync(Echo, partition, first.Next, 100, int.MaxValue, None)).Jobs.ShouldBeEmpty();

        var late = Any.Jobs(50);
        await EnqueueAllAsync(late);

        var page = await Store.ReadLaneAsync(Echo, partition, first.Next, 100, int.MaxValue, None);
        page.Jobs.ShouldNotBeEmpty();
        page.Jobs.Select(job => job.Id).ShouldBeSubsetOf(late.Select(job => job.Id));
    }

    [Fact]
    public async Task Page_ends_with_the_job_that_fills_its_bytes_and_the_next_goes_on_behind_it()
    {
        await EnqueueAllAsync(Any.Jobs(40));
        var partition = new Partition(0, 2);
        var all = (await ReadAsync(partition, 1000)).Jobs;

        var first = await Store.ReadLaneAsync(Echo, partition, LaneCursor.Start, 1000, all[0].Payload.Length + 1, None);
        var rest = await Store.ReadLaneAsync(Echo, partition, first.Next, 1000, int.MaxValue, None);

        first.Jobs.Select(job => job.Id).ShouldBe([all[0].Id, all[1].Id]);
        first.End.ShouldBeFalse();
        rest.Jobs.Select(job => job.Id).ShouldBe(all.Skip(2).Select(job => job.Id));
        rest.End.ShouldBeTrue();
    }

    [Fact]
    public async Task Every_job_is_found_by_one_partition_following_its_cursor_while_many_enqueue()
    {
        const int Count = 3;
        var enqueued = new HashSet<JobId>();
        var writing = Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 100; i++)
            {
                var jobs = Any.Jobs(1 + (i % 3));
                await EnqueueAllAsync(jobs);
                lock (enqueued)
                {
                    enqueued.UnionWith(jobs.Select(job => job.Id));
                }
            }
        })));

        var found = await Task.WhenAll(Enumerable.Range(0, Count).Select(index => Task.Run(() => FollowAsync(index))));
        await writing;

        found.SelectMany(ids => ids).ShouldBe(enqueued, ignoreOrder: true);

        async Task<HashSet<JobId>> FollowAsync(int index)
        {
            var (ids, cursor) = (new HashSet<JobId>(), LaneCursor.Start);
            for (var isLast = false; ; isLast = writing.IsCompleted)
            {
                LanePage page;
                do
                {
                    page = await Store.ReadLaneAsync(Echo, new Partition(index, Count), cursor, 20, int.MaxValue, None);
                    ids.UnionWith(page.Jobs.Select(job => job.Id));
                    cursor = page.Next;
                }
                while (!page.End);
                if (isLast)
                {
                    return ids;
                }
            }
        }
    }

    [Fact]
    public async Task Epochs_grow_in_each_partition_and_take_no_other_ones_power()
    {
        var jobs = Any.Jobs(2);
        await EnqueueAllAsync(jobs);
        var (first, second) = (await OpenAsync(0, 2), await OpenAsync(1, 2));
        var newer = await OpenAsync(1, 2);

        newer.Value.ShouldBeGreaterThan(second.Value);
        newer.Partition.ShouldBe(new Partition(1, 2));
        (await Should.ThrowAsync<EpochLostException>(() => ClaimAsync(second, Any.NodeA, jobs[0].Id))).Epoch.ShouldBe(second);
        await Should.ThrowAsync<EpochLostException>(() => Store.RecoverNodeAsync(second, Any.NodeA, Now, None));
        (await ClaimAsync(first, Any.NodeA, jobs[0].Id)).Jobs.ShouldHaveSingleItem();
        (await ClaimAsync(newer, Any.NodeA, jobs[1].Id)).Jobs.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Another_number_of_partitions_takes_the_power_of_all_epochs_before()
    {
        var job = await EnqueueAsync(Any.Job());
        var lost = new List<ReaderEpoch> { Epoch };
        foreach (var count in new[] { 2, 3, 1, 3, 2, 1, 2, 4 })
        {
            // One is enough; those of the number of before were all open.
            var opened = await OpenAsync(count - 1, count);
            opened.Value.ShouldBeGreaterThan(
                lost.Where(epoch => epoch.Partition.Index == opened.Partition.Index).Select(epoch => epoch.Value).DefaultIfEmpty().Max());
            foreach (var epoch in lost)
            {
                await Should.ThrowAsync<EpochLostException>(() => ClaimAsync(epoch, Any.NodeA, job.Id));
                await Should.ThrowAsync<EpochLostException>(() => Store.RecoverNodeAsync(epoch, Any.NodeA, Now, None));
            }
            (await ClaimAsync(opened, 7, Any.NodeA, job.Id)).Jobs.ShouldBeEmpty();
            lost.AddRange(await OpenAllAsync(count));
            lost.Add(opened);
        }
    }

    [Fact]
    public async Task An_epoch_never_opened_has_no_power_beside_one_that_was()
    {
        var job = await EnqueueAsync(Any.Job());
        var opened = await OpenAsync(0, 2);

        await Should.ThrowAsync<EpochLostException>(
            () => ClaimAsync(opened with { Partition = new Partition(1, 2) }, Any.NodeA, job.Id));
        await Should.ThrowAsync<EpochLostException>(
            () => ClaimAsync(opened with { Partition = new Partition(0, 3) }, Any.NodeA, job.Id));
        await Should.ThrowAsync<EpochLostException>(
            () => ClaimAsync(opened with { Partition = Partition.Whole }, Any.NodeA, job.Id));
    }

    [Fact]
    public async Task Epochs_that_are_opened_at_once_are_all_different_and_the_last_of_each_partition_has_the_power()
    {
        await OpenAsync(0, 3);
        var opened = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => Task.Run(() => OpenAsync(i % 3, 3))));

        foreach (var partition in opened.GroupBy(epoch => epoch.Partition))
        {
            partition.Select(epoch => epoch.Value).ShouldBeUnique();
            var newest = partition.MaxBy(epoch => epoch.Value);
            (await ClaimAsync(newest, Any.NodeA, (await EnqueueAsync(Any.Job())).Id)).Jobs.ShouldHaveSingleItem();
        }
    }

    [Fact]
    public async Task Numbers_of_partitions_that_are_opened_at_once_leave_one_in_power()
    {
        for (var round = 0; round < 5; round++)
        {
            var opened = await Task.WhenAll(Enumerable.Range(1, 12).Select(i => Task.Run(() => OpenAsync(0, 1 + (i % 4)))));
            var powerful = new List<ReaderEpoch>();
            foreach (var epoch in opened)
            {
                try
                {
                    _ = await ClaimAsync(epoch, Any.NodeA, (await EnqueueAsync(Any.Job())).Id);
                    powerful.Add(epoch);
                }
                catch (EpochLostException)
                {
                    // As all but one.
                }
            }
            powerful.Count.ShouldBe(1);
        }
    }

    [Fact]
    public async Task Epochs_and_claims_of_partitions_outlive_the_store()
    {
        var (epochs, jobs, claims) = await ClaimOneEachAsync(2);
        await ReopenAsync();

        (await Store.GetClaimsAsync(None)).Select(claim => (claim.Id, claim.Epoch)).ShouldBe(
            claims.Select(claim => (claim.Id, claim.Epoch)));
        (await StandingAsync(new Partition(1, 2))).ShouldBe([jobs[1]]);
        (await ClaimAsync(epochs[1], Any.NodeA, (await EnqueueAsync(Any.Job())).Id)).Jobs.ShouldHaveSingleItem();
        await OpenAsync(0, 2);
        await Should.ThrowAsync<EpochLostException>(() => ClaimAsync(epochs[0], Any.NodeA, jobs[0]));
    }

    [Fact]
    public async Task Claims_tell_the_epoch_that_made_them_with_its_partition()
    {
        var (epochs, _, claims) = await ClaimOneEachAsync(3);

        claims.Select(claim => claim.Epoch).ShouldBe(epochs);
        (await Store.GetClaimsAsync(None)).Select(claim => claim.Epoch).ShouldBe(epochs);
    }

    [Fact]
    public async Task Standing_jobs_are_those_of_the_partition_and_when_there_are_fewer_of_those_it_adopts()
    {
        var whole = await EnqueueAsync(Any.Job("whole"));
        await ClaimAsync(whole);
        var (_, jobs, _) = await ClaimOneEachAsync(5);

        (await StandingAsync(new Partition(0, 5))).ShouldBe([whole.Id, jobs[0]]);
        (await StandingAsync(new Partition(4, 5))).ShouldBe([jobs[4]]);
        (await StandingAsync(new Partition(0, 2))).ShouldBe([whole.Id, jobs[0], jobs[2], jobs[4]]);
        (await StandingAsync(new Partition(1, 2))).ShouldBe([jobs[1], jobs[3]]);
        (await StandingAsync(new Partition(6, 7))).ShouldBeEmpty();
        (await StandingAsync(Partition.Whole)).ShouldBe([whole.Id, .. jobs]);
    }

    [Fact]
    public async Task Recovery_ends_the_attempts_of_its_partition_and_leaves_those_of_others()
    {
        var (epochs, jobs, claims) = await ClaimOneEachAsync(3);

        var recovered = await Store.RecoverNodeAsync(epochs[1], Any.NodeA, Now, None);

        recovered.Ready.ShouldBe([jobs[1]]);
        recovered.More.ShouldBeFalse();
        (await Store.GetClaimsAsync(None)).Select(claim => claim.Id).ShouldBe([claims[0].Id, claims[2].Id]);
        (await Store.CountAsync(None)).ByState[JobState.Running].ShouldBe(2);
        (await FinishAsync(new JobOutcome.Succeeded(
            claims[2].Id, claims[2].Jobs[0], Now, Now, ReadOnlyMemory<byte>.Empty, []))).ShouldBe(OutcomeResult.Recorded);
        (await ClaimAsync(epochs[1], 2, Any.NodeB, jobs[1])).Jobs.ShouldHaveSingleItem();
        (await Store.RecoverNodeAsync(epochs[0], Any.NodeA, Now, None)).Ready.ShouldBe([jobs[0]]);
        (await Store.RecoverNodeAsync(epochs[2], Any.NodeA, Now, None)).Ready.ShouldBeEmpty();
    }

    [Fact]
    public async Task Recovery_of_many_claims_of_others_finds_its_own_behind_them()
    {
        await EnqueueAllAsync(Any.Jobs(1000));
        var epochs = await OpenAllAsync(2);
        var parts = await PartsAsync(2, 1000);
        foreach (var id in parts[0].Take(250))
        {
            await ClaimAsync(epochs[0], Any.NodeA, id);
        }
        var own = parts[1].Take(20).ToArray();
        await ClaimAsync(epochs[1], Any.NodeA, own);

        var recovered = await Store.RecoverNodeAsync(epochs[1], Any.NodeA, Now, None);

        recovered.Ready.ShouldBe(own, ignoreOrder: true);
        (await Store.CountAsync(None)).ByState[JobState.Running].ShouldBe(250);
        (await Store.RecoverNodeAsync(epochs[0], Any.NodeA, Now, None)).Ready.Length.ShouldBe(250);
        (await Store.GetClaimsAsync(None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Recovery_ends_the_attempts_it_adopts_when_there_are_fewer_partitions()
    {
        var (_, jobs, _) = await ClaimOneEachAsync(5);
        var epochs = await OpenAllAsync(2);

        (await Store.RecoverNodeAsync(epochs[1], Any.NodeA, Now, None)).Ready.ShouldBe([jobs[1], jobs[3]], ignoreOrder: true);
        (await Store.RecoverNodeAsync(epochs[0], Any.NodeA, Now, None)).Ready.ShouldBe([jobs[0], jobs[2], jobs[4]], ignoreOrder: true);
        (await Store.GetClaimsAsync(None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Recovery_by_the_reader_of_the_whole_queue_ends_the_attempts_of_all_partitions()
    {
        var (_, jobs, _) = await ClaimOneEachAsync(3);
        Epoch = await OpenAsync(0, 1);

        (await Store.RecoverNodeAsync(Epoch, Any.NodeA, Now, None)).Ready.ShouldBe(jobs, ignoreOrder: true);
    }

    [Fact]
    public async Task Each_of_many_jobs_is_claimed_once_by_partitions_at_the_same_time_while_epochs_and_people_change()
    {
        const int Count = 3;
        const int Rounds = 40;
        var jobs = Any.Jobs(1200);
        await EnqueueAllAsync(jobs);
        await OpenAllAsync(Count);
        var cancelled = new List<JobId>();
        var people = Task.Run(async () =>
        {
            foreach (var job in jobs.Where((_, i) => i % 100 == 7))
            {
                if ((await Store.CancelAsync(job.Id, Now, None)).Kind == ChangeKind.Done)
                {
                    cancelled.Add(job.Id);
                }
            }
        });

        var claimed = await Task.WhenAll(Enumerable.Range(0, Count).Select(index => Task.Run(() => ClaimAllAsync(index))));
        await people;

        claimed.SelectMany(ids => ids).Concat(cancelled).ShouldBe(jobs.Select(job => job.Id), ignoreOrder: true);
        (await Store.CountAsync(None)).ByState[JobState.Running].ShouldBe(jobs.Length - cancelled.Count);

        async Task<List<JobId>> ClaimAllAsync(int index)
        {
            var epoch = await OpenAsync(index, Count);
            var found = (await ReadAsync(epoch.Partition, 1000)).Jobs.Select(job => job.Id).ToArray();
            var ids = new List<JobId>();
            foreach (var chunk in found.Chunk((found.Length / Rounds) + 1))
            {
                // Each under way twice: the first gets the jobs.
                var claims = await Task.WhenAll(
                    ClaimAsync(epoch, Any.NodeA, chunk), ClaimAsync(epoch, Any.NodeB, chunk));
                ids.AddRange(claims.SelectMany(claim => claim.Jobs).Select(job => job.Id));
                if (ids.Count % 3 == 0)
                {
                    epoch = await OpenAsync(index, Count);
                }
            }
            return ids;
        }
    }
}
