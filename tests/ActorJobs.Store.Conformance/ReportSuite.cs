using System.Globalization;

namespace ActorJobs.Stores.Conformance;

/// <summary>Progress and log lines.</summary>
public abstract class ReportSuite(IStoreFixture fixture) : StoreSuite(fixture)
{
    private static JobLogLine Line(int number) =>
        new(1, Now.AddSeconds(number), number.ToString(CultureInfo.InvariantCulture));

    [Fact]
    public async Task Progress_and_lines_of_a_running_job_are_kept_through_its_end()
    {
        var (job, claim) = await RunAsync();
        var progress = new JobProgress(0.5, "half", Now);
        await Store.ReportAsync([new JobReport(job.Id, progress, [Line(1)])], None);
        await Store.ReportAsync([new JobReport(job.Id, null, [Line(2)])], None);
        await SucceedAsync(claim, job);

        var read = await GetAsync(job.Id);

        read.Progress.ShouldBe(progress);
        read.Log.ShouldBe([Line(1), Line(2)]);
    }

    [Fact]
    public async Task Newest_progress_counts()
    {
        var (job, _) = await RunAsync();
        await Store.ReportAsync([new JobReport(job.Id, new JobProgress(0.1, "a", Now), [])], None);
        await Store.ReportAsync([new JobReport(job.Id, new JobProgress(0.2, null, Now), [])], None);

        (await GetAsync(job.Id)).Progress.ShouldBe(new JobProgress(0.2, null, Now));
    }

    [Fact]
    public async Task Newest_lines_are_kept_and_long_ones_cut()
    {
        var (job, _) = await RunAsync();
        await Store.ReportAsync(
            [new JobReport(job.Id, null, [.. Enumerable.Range(1, JobLimits.MaxLogLines).Select(Line)])], None);
        await Store.ReportAsync(
            [new JobReport(job.Id, null, [new JobLogLine(1, Now, new string('x', 2000))])], None);

        var log = (await GetAsync(job.Id)).Log;

        log.Length.ShouldBe(JobLimits.MaxLogLines);
        log[0].ShouldBe(Line(2));
        log[^1].Text.Length.ShouldBe(JobLimits.MaxLogLineLength);
    }

    [Fact]
    public async Task Reports_of_jobs_that_are_not_live_are_ignored()
    {
        var (job, claim) = await RunAsync();
        await SucceedAsync(claim, job);

        await Store.ReportAsync(
            [
                new JobReport(job.Id, new JobProgress(1, null, Now), [Line(1)]),
                new JobReport(Any.Job().Id, new JobProgress(1, null, Now), [Line(1)]),
            ],
            None);

        var read = await GetAsync(job.Id);
        read.Progress.ShouldBeNull();
        read.Log.ShouldBeEmpty();
    }

    [Fact]
    public async Task Lists_leave_the_lines_out()
    {
        var (job, _) = await RunAsync();
        await Store.ReportAsync([new JobReport(job.Id, new JobProgress(1, null, Now), [Line(1)])], None);

        var listed = (await Store.ListAsync(new JobFilter(), null, 10, None)).Jobs[0];

        listed.Log.ShouldBeEmpty();
        listed.Progress.ShouldNotBeNull();
    }
}
