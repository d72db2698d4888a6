using System.Diagnostics;
using ActorJobs.Handlers;
using Microsoft.Extensions.Time.Testing;

namespace ActorJobs.Samples.Tests;

public sealed class SampleJobsTests
{
    private readonly FakeJobContext _context = new();
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void The_types_have_the_names_that_users_meet()
    {
        SampleJobs.All.Select(job => job.Type).ShouldBe(
            ["echo", "sleep", "block", "cpu", "fail", "crash", "progress", "sync_all", "sync_source"]);
    }

    [Theory]
    [InlineData("""{"a": [1, 2.50, "ü"], "b":null}""")]
    [InlineData("null")]
    [InlineData(" 7 ")]
    [InlineData("\"text\"")]
    public async Task Echo_answers_its_payload_byte_for_byte(string payload)
    {
        await Run.AsJobAsync("echo", payload, _context);

        _context.ResultJson.ShouldBe(payload);
    }

    [Fact]
    public async Task Sleep_ends_when_its_time_is_over()
    {
        var run = Run.AsJobAsync("sleep", """{"ms":60000}""", _context, clock: _clock);

        _clock.Advance(TimeSpan.FromMilliseconds(59_999));
        run.IsCompleted.ShouldBeFalse();
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        await run;
    }

    [Fact]
    public async Task Sleep_honours_cancellation()
    {
        using var cancel = new CancellationTokenSource();
        var run = Run.AsJobAsync("sleep", """{"ms":60000}""", _context, cancel.Token, _clock);

        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(run);
    }

    [Fact]
    public async Task Block_holds_its_thread_and_ignores_its_token()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        var start = Stopwatch.GetTimestamp();

        var run = Run.AsJobAsync("block", """{"ms":30}""", _context, cancelled.Token);

        run.IsCompletedSuccessfully.ShouldBeTrue();
        Stopwatch.GetElapsedTime(start).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMilliseconds(29));
    }

    [Fact]
    public async Task Cpu_works_until_its_time_is_over()
    {
        _clock.AutoAdvanceAmount = TimeSpan.FromMilliseconds(1);

        await Run.AsJobAsync("cpu", """{"ms":20}""", _context, clock: _clock);

        _context.Result.GetProperty("rounds").GetInt64().ShouldBeInRange(1, 20);
    }

    [Fact]
    public async Task Cpu_honours_cancellation()
    {
        using var cancel = new CancellationTokenSource();
        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => Run.AsJobAsync("cpu", """{"ms":60000}""", _context, cancel.Token));
    }

    [Theory]
    [InlineData("sleep", """{"ms":-1}""", "ms must be from 0 to 604800000.")]
    [InlineData("block", """{"ms":604800001}""", "ms must be from 0 to 604800000.")]
    [InlineData("progress", """{"steps":0,"ms":1}""", "steps must be from 1 to 10000.")]
    [InlineData("fail", """{"class":"interrupted"}""", "class must be transient, recoverable or permanent.")]
    public async Task A_payload_out_of_range_is_permanent(string type, string payload, string message)
    {
        var fault = await Should.ThrowAsync<JobErrorException>(() => Run.AsJobAsync(type, payload, _context));

        fault.ErrorClass.ShouldBe(ErrorClass.Permanent);
        fault.Message.ShouldBe(message);
    }

    [Theory]
    [InlineData("sleep", "{}")]
    [InlineData("sleep", """{"ms":"soon"}""")]
    [InlineData("fail", """{"class":"odd"}""")]
    [InlineData("sync_source", """{"source":"a"}""")]
    public async Task A_payload_of_the_wrong_form_is_undecodable(string type, string payload)
    {
        await Should.ThrowAsync<UndecodablePayloadException>(() => Run.AsJobAsync(type, payload, _context));
    }

    [Theory]
    [InlineData("transient", ErrorClass.Transient)]
    [InlineData("recoverable", ErrorClass.Recoverable)]
    [InlineData("permanent", ErrorClass.Permanent)]
    public async Task Fail_fails_with_the_class_and_message_asked_for(string word, ErrorClass errorClass)
    {
        var fault = await Should.ThrowAsync<JobErrorException>(() =>
            Run.AsJobAsync("fail", $$"""{"class":"{{word}}","message":"because"}""", new FakeJobContext { Attempt = 50 }));

        fault.ErrorClass.ShouldBe(errorClass);
        fault.Message.ShouldBe("because");
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public async Task Fail_succeeds_once_it_has_failed_often_enough(int attempt, bool fails)
    {
        var context = new FakeJobContext { Attempt = attempt };
        Task Attempt() => Run.AsJobAsync("fail", """{"class":"recoverable","times":2}""", context);

        if (fails)
        {
            await Should.ThrowAsync<JobErrorException>(Attempt);
        }
        else
        {
            await Attempt();
            context.ResultJson.ShouldBe("""{"attempt":3}""");
        }
    }

    [Fact]
    public async Task Progress_reports_every_step()
    {
        await Run.AsJobAsync("progress", """{"steps":4,"ms":0}""", _context);

        _context.Progress.ShouldBe([(0.25, "step 1 of 4"), (0.5, "step 2 of 4"), (0.75, "step 3 of 4"), (1.0, "step 4 of 4")]);
        _context.Lines.Count.ShouldBe(4);
        _context.ResultJson.ShouldBe("""{"steps":4}""");
    }
}
