using System.Text;

namespace ActorJobs.Stores.Conformance;

/// <summary>Odd characters and large payloads come back as they were.</summary>
public abstract class TextSuite(IStoreFixture fixture) : StoreSuite(fixture)
{
    private const int LargestPayload = 4 * 1024 * 1024;

    public static TheoryData<string> OddTexts =>
    [
        "it's \"quoted\" and \\escaped\\",
        "'); DROP TABLE jobs; --",
        "two\nlines\r\nand\ta tab",
        "\u0001\u001f\u007f\u0085\u2028",
        "\ud83d\ude80 \u05e9\u05dc\u05d5\u05dd \u202eabc \u0065\u0301 \ufeff",
        "null",
        "{\"a\": [1, \"%s\", {}]}",
        "  spaces  ",
        "{tag}:*?[x]",
        "\u001f;,|\u001e",
    ];

    [Theory]
    [MemberData(nameof(OddTexts))]
    public async Task Keys_and_tags_come_back_as_they_were_and_find_their_job(string text)
    {
        var job = Any.Job() with { UniqueKey = text, ConcurrencyKey = text, Tags = [text, "plain"] };
        await EnqueueAsync(job);

        var read = await GetAsync(job.Id);
        read.UniqueKey.ShouldBe(text);
        read.ConcurrencyKey.ShouldBe(text);
        read.Tags.ShouldBe([text, "plain"], ignoreOrder: true);
        (await Store.ListAsync(new JobFilter(Tag: text), null, 10, None)).Jobs.ShouldHaveSingleItem().Id.ShouldBe(job.Id);
        (await Store.ReadKeyAsync(job.Lane, text, 10, None)).ShouldHaveSingleItem().ConcurrencyKey.ShouldBe(text);
        (await EnqueueAllAsync(Any.Job() with { UniqueKey = text }))[0].Id.ShouldBe(job.Id);
    }

    [Theory]
    [MemberData(nameof(OddTexts))]
    public async Task What_a_handler_says_comes_back_as_it_was(string text)
    {
        var (job, claim) = await RunAsync();
        await Store.ReportAsync(
            [new JobReport(job.Id, new JobProgress(0.5, text, Now), [new JobLogLine(1, Now, text)])], None);
        await FinishAsync(new JobOutcome.RetryAt(
            claim.Id, new ClaimedJob(job.Id, 1), Now, Now, Now, Any.Error(message: text) with { Detail = text }));
        var second = await ClaimAsync(Any.NodeA, 2, job);
        var result = Any.Json(System.Text.Json.JsonSerializer.Serialize(text));
        await FinishAsync(new JobOutcome.Succeeded(second.Id, new ClaimedJob(job.Id, 2), Now, Now, result, []));

        var read = await GetAsync(job.Id);
        read.Progress.ShouldNotBeNull().Message.ShouldBe(text);
        read.Log.ShouldHaveSingleItem().Text.ShouldBe(text);
        read.Errors.ShouldHaveSingleItem().Message.ShouldBe(text);
        read.Errors[0].Detail.ShouldBe(text);
        read.Result.ToArray().ShouldBe(result.ToArray());
    }

    [Theory]
    [InlineData("a NUL \0 inside")]
    [InlineData("half a pair \ud83d")]
    public async Task What_no_text_may_hold_stops_no_outcome_and_no_report(string text)
    {
        var (job, claim) = await RunAsync();
        await Store.ReportAsync(
            [new JobReport(job.Id, new JobProgress(0.5, text, Now), [new JobLogLine(1, Now, text)])], None);

        (await FinishAsync(new JobOutcome.Failed(
            claim.Id, new ClaimedJob(job.Id, 1), Now, Now, Any.Error(message: text)))).ShouldBe(OutcomeResult.Recorded);

        var start = text[..5];
        var read = await GetAsync(job.Id);
        read.Errors.ShouldHaveSingleItem().Message.ShouldStartWith(start);
        read.Log.ShouldHaveSingleItem().Text.ShouldStartWith(start);
    }

    [Fact]
    public async Task Every_byte_of_a_payload_comes_back()
    {
        var payload = Encoding.UTF8.GetBytes("{ \"n\" : \"\\u0000 \\ud83d\", \"t\":\t1.50e+03 , \"\u00e9\": null }");
        var job = await EnqueueAsync(Any.Job() with { Payload = payload });

        (await ReadyAsync(job.Lane)).ShouldHaveSingleItem().Payload.ToArray().ShouldBe(payload);
        (await GetAsync(job.Id)).Payload.ToArray().ShouldBe(payload);
    }

    [Theory]
    [InlineData(JobLimits.DefaultMaxPayloadBytes)]
    [InlineData(LargestPayload)]
    public async Task Payload_and_result_at_the_limit_come_back(int bytes)
    {
        var text = Any.Json('"' + new string('x', bytes - 2) + '"');
        var (job, claim) = await RunAsync(Any.Job() with { Payload = text });
        (await ReadyAsync(job.Lane)).ShouldHaveSingleItem().Payload.Length.ShouldBe(bytes);
        await FinishAsync(new JobOutcome.Succeeded(claim.Id, claim.Jobs[0], Now, Now, text, []));

        var read = await GetAsync(job.Id);

        read.Payload.Span.SequenceEqual(text.Span).ShouldBeTrue();
        read.Result.Span.SequenceEqual(text.Span).ShouldBeTrue();
    }
}
