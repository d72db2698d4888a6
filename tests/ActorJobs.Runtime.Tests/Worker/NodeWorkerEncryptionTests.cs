using System.Text;
using ActorJobs.Handlers;
using ActorJobs.Payloads;
using ActorJobs.Runtime.Worker;
using ActorJobs.Stores;

namespace ActorJobs.Runtime.Tests.Worker;

/// <summary>Handlers see plaintext; what leaves the worker for the store does not.</summary>
public sealed class NodeWorkerEncryptionTests : NodeWorkerFixture
{
    private readonly Base64Payloads _payloads = new();

    [Fact]
    public async Task Handler_of_an_encrypted_job_reads_plaintext_and_its_result_and_children_are_encrypted()
    {
        Protector = _payloads;
        JobId child = default;
        var job = Assigned(Encrypted(Any.Job(payload: """{"to":"ada"}""")), context =>
        {
            context.SetResult("sent");
            child = context.Enqueue("echo", 7);
        });

        var outcome = await Store.NextAsync<JobOutcome.Succeeded>();

        _read.ShouldBe("""{"to":"ada"}""");
        EncryptedEnvelope.Is(outcome.Result.Span).ShouldBeTrue();
        Text(_payloads.Unprotect(job.Id, "echo", PayloadPart.Result, outcome.Result)).ShouldBe("\"sent\"");
        var enqueued = outcome.Children.ShouldHaveSingleItem();
        enqueued.Id.ShouldBe(child);
        EncryptedEnvelope.Is(enqueued.Payload.Span).ShouldBeTrue();
        Text(_payloads.Unprotect(child, "echo", PayloadPart.Arguments, enqueued.Payload)).ShouldBe("7");
    }

    [Fact]
    public async Task Result_of_a_job_in_plain_stays_readable_for_the_client_that_has_no_key()
    {
        Protector = _payloads;
        Assigned(Any.Job(payload: "[1]"), context => context.SetResult("sent"));

        Text((await Store.NextAsync<JobOutcome.Succeeded>()).Result).ShouldBe("\"sent\"");
        _read.ShouldBe("[1]");
    }

    [Fact]
    public async Task Encrypted_job_on_a_worker_without_a_key_is_tried_again_and_no_handler_runs()
    {
        Assigned(Encrypted(Any.Job()), _ => { });

        var retry = await Store.NextAsync<JobOutcome.RetryAt>();

        retry.Error.Class.ShouldBe(ErrorClass.Recoverable);
        retry.Error.Message.ShouldBe(
            "The payload is encrypted and this worker has no key; set PAYLOAD_ENCRYPTION_KEY on every worker.");
        _read.ShouldBeNull();
    }

    [Fact]
    public async Task Largest_result_passes_though_its_envelope_is_longer()
    {
        Protector = _payloads;
        Assigned(Encrypted(Any.Job()), context => context.SetResult(new string('x', JobLimits.MaxResultBytes - 2)));

        (await Store.NextAsync<JobOutcome.Succeeded>()).Result.Length.ShouldBeGreaterThan(JobLimits.MaxResultBytes);
    }

    private string? _read;

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);

    private ReadyJob Encrypted(ReadyJob job) => job with
    {
        Payload = _payloads.Protect(job.Id, job.Lane.Type, PayloadPart.Arguments, job.Payload),
    };

    private ReadyJob Assigned(ReadyJob job, Action<IJobContext> handle)
    {
        Worker = Create(new JobRegistration("echo", (_, payload, context, _) =>
        {
            _read = Text(payload);
            handle(context);
            return Task.CompletedTask;
        }));
        return Assign(job);
    }
}
