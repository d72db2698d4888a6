using ActorJobs.Client;

namespace ActorJobs.Abstractions.Tests.Client;

public class JobAdmissionTests
{
    private static readonly string Long = new('x', 300);

    private static readonly (string Fault, EnqueueOptions Options)[] BadOptions =
    [
        ("priority must be high, normal or low.", new() { Priority = (Priority)9 }),
        ("runAt and delay exclude each other; give one.", new() { RunAt = Any.Now, Delay = TimeSpan.Zero }),
        ("runAt must be within 3660 days from now.", new() { RunAt = Any.Now.AddDays(3661) }),
        ("delay must be from 0ms to 3660 days.", new() { Delay = TimeSpan.FromMilliseconds(-1) }),
        ("delay must be from 0ms to 3660 days.", new() { Delay = TimeSpan.FromDays(3661) }),
        ("timeout must be from 100ms to 168h.", new() { Timeout = TimeSpan.FromMilliseconds(99) }),
        ("timeout must be from 100ms to 168h.", new() { Timeout = TimeSpan.FromDays(8) }),
        ("maxRetries must be from 0 to 100 but is -1.", new() { MaxRetries = -1 }),
        ("maxRetries must be from 0 to 100 but is 101.", new() { MaxRetries = 101 }),
        ("uniqueKey must have 1 to 256 characters but has 0.", new() { UniqueKey = "" }),
        ("uniqueKey must have 1 to 256 characters but has 300.", new() { UniqueKey = Long }),
        ("concurrencyKey must have 1 to 256 characters but has 0.", new() { ConcurrencyKey = "" }),
        ("concurrencyKey must have 1 to 256 characters but has 300.", new() { ConcurrencyKey = Long }),
        ("uniqueFor needs a uniqueKey; add one or leave uniqueFor out.", new() { UniqueFor = TimeSpan.FromHours(1) }),
        ("uniqueFor must be above 0 and at most 3660 days.", new() { UniqueKey = "k", UniqueFor = TimeSpan.Zero }),
        ("uniqueFor must be above 0 and at most 3660 days.", new() { UniqueKey = "k", UniqueFor = TimeSpan.FromDays(3661) }),
        ("tags must be at most 16 but there are 17.", new() { Tags = [.. Enumerable.Range(0, 17).Select(i => $"t{i}")] }),
        ("each tag must have 1 to 64 characters.", new() { Tags = ["a", ""] }),
        ("each tag must have 1 to 64 characters.", new() { Tags = [Long] }),
        ("each tag must be Unicode text without NUL characters.", new() { Tags = ["a\0b"] }),
        ("uniqueKey must be Unicode text without NUL characters.", new() { UniqueKey = "a\0b" }),
        ("concurrencyKey must be Unicode text without NUL characters.", new() { ConcurrencyKey = "half \ud83d" }),
    ];

    /// <summary>A store does not look for ids that are new; a caller's own may be those of a repeated request.</summary>
    [Fact]
    public void Only_an_id_made_here_is_new()
    {
        var given = JobId.New(Any.Now);

        Admit(null).HasNewId.ShouldBeTrue();
        Admit(new EnqueueOptions { Id = given }).ShouldSatisfyAllConditions(
            job => job.Id.ShouldBe(given), job => job.HasNewId.ShouldBeFalse());

        static NewJob Admit(EnqueueOptions? options) =>
            JobAdmission.Admit(JobRequest.For("mail", 1, options), JobDefaults.Standard, Any.Now);
    }

    public static TheoryData<int, string> BadOptionRows()
    {
        var rows = new TheoryData<int, string>();
        foreach (var (index, row) in BadOptions.Index())
        {
            rows.Add(index, row.Fault);
        }
        return rows;
    }

    [Theory]
    [MemberData(nameof(BadOptionRows))]
    public void A_bad_option_is_answered_by_one_sentence(int row, string fault)
    {
        Any.FaultsOf(Any.Request(BadOptions[row].Options)).ShouldBe([fault]);
    }

    [Theory]
    [InlineData(10, true)]
    [InlineData(1000, true)]
    [InlineData(3000, false)]
    public void A_payload_that_the_client_encrypted_may_be_as_long_as_its_envelope(int bytes, bool isTaken)
    {
        var defaults = JobDefaults.Standard with { MaxPayloadBytes = 1000 };
        var envelope = Any.Request(payload: $$"""{"$encrypted":"{{new string('x', bytes)}}"}""");

        if (isTaken)
        {
            JobAdmission.Admit(envelope, defaults, Any.Now).Payload.Length.ShouldBe(envelope.Payload.Length);
        }
        else
        {
            Any.FaultsOf(envelope, defaults).ShouldHaveSingleItem()
                .ShouldStartWith("payload must have at most 1000 bytes");
        }
    }

    [Fact]
    public void A_payload_of_invalid_UTF8_is_refused_although_it_looks_like_JSON() =>
        Should.Throw<InvalidJobException>(() => JobAdmission.Admit(
            new JobRequest("echo", (byte[])[(byte)'"', 0xC3, (byte)'"']), JobDefaults.Standard, Any.Now))
            .Message.ShouldBe("payload must be JSON in UTF-8.");

    [Theory]
    [InlineData("", "type is missing; name the job type.")]
    [InlineData("send mail", "type may hold only letters, digits and . _ : / - characters.")]
    [InlineData("größe", "type may hold only letters, digits and . _ : / - characters.")]
    public void A_bad_type_is_answered_by_one_sentence(string type, string fault)
    {
        Any.FaultsOf(Any.Request(type: type)).ShouldBe([fault]);
    }

    [Fact]
    public void A_type_has_at_most_128_characters()
    {
        Any.FaultsOf(Any.Request(type: new string('x', 129))).ShouldBe(["type must have at most 128 characters but has 129."]);
        JobAdmission.Admit(Any.Request(type: new string('x', 128)), JobDefaults.Standard, Any.Now).Type.Length.ShouldBe(128);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{} {}")]
    [InlineData("nonsense")]
    [InlineData("{'a':1}")]
    [InlineData("[1,]")]
    public void A_payload_must_be_JSON(string payload)
    {
        Any.FaultsOf(Any.Request(payload: payload)).ShouldBe(["payload must be JSON in UTF-8."]);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("1")]
    [InlineData("\"text\"")]
    [InlineData(" [1, 2] ")]
    public void Any_JSON_value_is_a_payload_and_is_kept_as_it_is(string payload)
    {
        var job = JobAdmission.Admit(Any.Request(payload: payload), JobDefaults.Standard, Any.Now);

        System.Text.Encoding.UTF8.GetString(job.Payload.Span).ShouldBe(payload);
    }

    [Fact]
    public void A_payload_over_the_limit_is_refused_unread()
    {
        var defaults = JobDefaults.Standard with { MaxPayloadBytes = 10 };

        Any.FaultsOf(Any.Request(payload: "not JSON at all"), defaults).ShouldBe(
            ["payload must have at most 10 bytes of JSON but has 15; keep large data elsewhere and pass a reference."]);
    }

    [Fact]
    public void All_faults_are_named_at_once()
    {
        var request = Any.Request(
            new EnqueueOptions { MaxRetries = 500, Timeout = TimeSpan.Zero, UniqueFor = TimeSpan.FromHours(1) }, "", "{");

        Any.FaultsOf(request).Count.ShouldBe(5);
        Should.Throw<InvalidJobException>(() => JobAdmission.Admit(request, JobDefaults.Standard, Any.Now))
            .Message.ShouldContain("payload must be JSON in UTF-8. timeout must be");
    }

    [Fact]
    public void A_job_that_says_nothing_gets_the_defaults()
    {
        var job = Any.Admitted();

        job.MaxRetries.ShouldBe(3);
        job.Timeout.ShouldBe(TimeSpan.FromMinutes(5));
        job.Priority.ShouldBe(Priority.Normal);
        job.CreatedAt.ShouldBe(Any.Now);
        job.RunAt.ShouldBeNull();
        job.UniqueKey.ShouldBeNull();
        job.ConcurrencyKey.ShouldBeNull();
        job.Tags.ShouldBeEmpty();
        job.Parent.ShouldBeNull();
        job.Id.Value.Version.ShouldBe(7);
        job.Lane.ShouldBe(new Lane(Priority.Normal, "echo"));
    }

    [Fact]
    public void A_job_keeps_what_it_says()
    {
        var id = JobId.New(Any.Now);
        var job = Any.Admitted(new EnqueueOptions
        {
            Id = id, Priority = Priority.High, MaxRetries = 0, Timeout = TimeSpan.FromSeconds(1),
            UniqueKey = "u", UniqueFor = TimeSpan.FromHours(1), ConcurrencyKey = "c", Tags = ["a", "b", "a"],
        });

        job.Id.ShouldBe(id);
        job.Priority.ShouldBe(Priority.High);
        job.MaxRetries.ShouldBe(0);
        job.Timeout.ShouldBe(TimeSpan.FromSeconds(1));
        job.UniqueKey.ShouldBe("u");
        job.UniqueFor.ShouldBe(TimeSpan.FromHours(1));
        job.ConcurrencyKey.ShouldBe("c");
        job.Tags.ShouldBe(["a", "b"]);
    }

    [Fact]
    public void A_future_time_is_kept_in_UTC_and_a_past_one_means_at_once()
    {
        var future = new DateTimeOffset(2026, 3, 1, 15, 0, 0, TimeSpan.FromHours(2));

        Any.Admitted(new EnqueueOptions { RunAt = future }).RunAt.ShouldNotBeNull().Offset.ShouldBe(TimeSpan.Zero);
        Any.Admitted(new EnqueueOptions { RunAt = future }).RunAt.ShouldBe(future);
        Any.Admitted(new EnqueueOptions { RunAt = Any.Now.AddTicks(-1) }).RunAt.ShouldBeNull();
        Any.Admitted(new EnqueueOptions { RunAt = Any.Now }).RunAt.ShouldBeNull();
    }

    [Fact]
    public void A_delay_counts_from_now_and_zero_means_at_once()
    {
        Any.Admitted(new EnqueueOptions { Delay = TimeSpan.FromMinutes(1) }).RunAt.ShouldBe(Any.Now.AddMinutes(1));
        Any.Admitted(new EnqueueOptions { Delay = TimeSpan.Zero }).RunAt.ShouldBeNull();
    }

    [Fact]
    public void A_child_names_its_parent()
    {
        var parent = JobId.New(Any.Now);

        JobAdmission.Admit(Any.Request(), JobDefaults.Standard, Any.Now, parent).Parent.ShouldBe(parent);
    }
}
