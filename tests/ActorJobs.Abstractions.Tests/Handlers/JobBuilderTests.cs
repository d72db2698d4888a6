using System.Text;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using ActorJobs.Client;
using ActorJobs.Handlers;
using ActorJobs.Rules;
using Microsoft.Extensions.DependencyInjection;

namespace ActorJobs.Abstractions.Tests.Handlers;

public sealed partial class JobBuilderTests
{
    [Fact]
    public void A_job_type_comes_from_the_handler_the_arguments_or_the_class_name_without_its_ending()
    {
        Register<SendMailHandler>().Type.ShouldBe("send_mail");
        Register<HTTPCallJob>().Type.ShouldBe("http_call");
        Register<OfHandler>().Type.ShouldBe("by-handler");
        Register<OfArgs>().Type.ShouldBe("by/args");
        Register<OfArgs>(job => job.Name("by:code")).Type.ShouldBe("by:code");
    }

    [Fact]
    public void What_the_attribute_says_holds_for_all_jobs_of_the_type()
    {
        var options = Register<OfArgs>(job => job.Options(options => options with { MaxRetries = 9 })).Options;

        options.Priority.ShouldBe(Priority.High);
        options.MaxRetries.ShouldBe(9);
        options.Timeout.ShouldBe(TimeSpan.FromSeconds(30));
        options.UniqueKey!.Text.ShouldBe("order-{orderId}");
        options.UniqueFor.ShouldBe(TimeSpan.FromHours(1));
        options.Retry.ShouldBe(new RetryPolicy(TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(10)));
        options.MaxRunning.ShouldBe(4);
        options.MaxRunningPerKey.ShouldBe(2);
        options.RateLimit.ShouldBe(new RateLimit(10, TimeSpan.FromSeconds(1)));
        Register<SendMailHandler>().Options.ShouldBe(JobTypeOptions.None);
    }

    [Fact]
    public void A_request_gets_what_its_type_says_and_wins_where_it_says_more()
    {
        var job = Register<OfArgs>();
        var defaults = JobDefaults.Standard with { Types = new Dictionary<string, JobTypeOptions> { [job.Type] = job.Options } };

        var open = Admit("""{"orderId":7,"customer":{"name":"ada"}}""", null);
        open.Priority.ShouldBe(Priority.High);
        open.MaxRetries.ShouldBe(1);
        open.Timeout.ShouldBe(TimeSpan.FromSeconds(30));
        (open.UniqueKey, open.UniqueFor, open.ConcurrencyKey).ShouldBe(("order-7", TimeSpan.FromHours(1), "c-ada"));

        var said = Admit("""{"orderId":7,"customer":{"name":"ada"}}""", new EnqueueOptions
        {
            Priority = Priority.Low, MaxRetries = 0, UniqueKey = "mine", ConcurrencyKey = "also mine",
        });
        said.Priority.ShouldBe(Priority.Low);
        said.MaxRetries.ShouldBe(0);
        (said.UniqueKey, said.UniqueFor, said.ConcurrencyKey).ShouldBe(("mine", null, "also mine"));

        Should.Throw<InvalidJobException>(() => Admit("{}", null)).Faults.ShouldBe([
            "uniqueKey is made as 'order-{orderId}', but the payload has no orderId that is text or a number.",
            "concurrencyKey is made as 'c-{customer.name}', but the payload has no customer.name that is text or a number.",
        ]);

        NewJob Admit(string payload, EnqueueOptions? options) => JobAdmission.Admit(
            new JobRequest(job.Type, Encoding.UTF8.GetBytes(payload), options), defaults, DateTimeOffset.UnixEpoch);
    }

    [Fact]
    public void Arguments_with_the_attribute_name_their_job_and_its_options_when_they_are_enqueued()
    {
        var request = JobRequest.For(new Order(7, new Customer("ada")), new EnqueueOptions { MaxRetries = 5 });

        request.Type.ShouldBe("by/args");
        request.Options!.MaxRetries.ShouldBe(5);
        request.Options.Priority.ShouldBe(Priority.High);
        request.Options.UniqueKey.ShouldBe("order-7");
        Should.Throw<ArgumentException>(() => JobRequest.For(new Plain("x"))).Message.ShouldStartWith(
            "Plain does not name its job type; put [Job] on it, or pass the type as the first argument.");
    }

    [Fact]
    public async Task An_old_payload_meets_a_new_handler_by_its_steps()
    {
        var job = Register<Greeter>(builder => builder
            .Upcast(1, old => new JsonObject { ["names"] = new JsonArray(old["name"]!.DeepClone()) })
            .Upcast(2, old =>
            {
                old["greeting"] = "hello";
                return old;
            }));

        (await RunAsync(job, """{"name":"ada"}""")).ShouldBe(["hello ada"]);
        (await RunAsync(job, """{"_version":2,"names":["ada","grace"]}""")).ShouldBe(["hello ada grace"]);
        (await RunAsync(job, """{"_version":3,"names":["ada"],"greeting":"good day"}""")).ShouldBe(["good day ada"]);
        Encoding.UTF8.GetString(JobRequest.For(new Hello(["ada"], "hi")).Payload.Span)
            .ShouldBe("""{"names":["ada"],"greeting":"hi","_version":3}""");
    }

    [Theory]
    [InlineData("""{"_version":4,"names":[]}""", ErrorClass.Recoverable)]
    [InlineData("""{"_version":0,"names":[]}""", ErrorClass.Permanent)]
    [InlineData("""{"_version":"two"}""", ErrorClass.Permanent)]
    [InlineData("""["ada"]""", ErrorClass.Permanent)]
    public async Task A_form_that_is_not_known_is_told_by_its_class(string payload, ErrorClass errorClass)
    {
        var job = Register<Greeter>(builder => builder.Upcast(1, old => old).Upcast(2, old => old));

        var fault = await Should.ThrowAsync<ActorJobsException>(() => RunAsync(job, payload));

        ErrorClassifier.Classify(fault).Class.ShouldBe(errorClass);
    }

    [Fact]
    public async Task Arguments_are_read_by_source_generated_code()
    {
        var job = Register<Greeter>(builder => builder.Json(GreetingContext.Default).Upcast(1, old => old).Upcast(2, old => old));

        job.Faults.ShouldBeEmpty();
        (await RunAsync(job, """{"_version":3,"names":["ada"],"greeting":"hi"}""")).ShouldBe(["hi ada"]);
    }

    [Fact]
    public void Every_fault_of_a_handler_is_told_at_once()
    {
        FaultsOf<Twice>().ShouldBe(["[Job] stands on Twice and on Order; keep one of the two."]);
        FaultsOf<Nothing>().ShouldBe(["Nothing handles no job; let it implement IJobHandler<TArgs>."]);
        FaultsOf<Both>().ShouldBe(["Both handles Order and Plain; write a handler for each."]);
        FaultsOf<Unsure>().ShouldBe(["Unsure cannot be created, as it is abstract or open; register a class that can."]);
        FaultsOf<Wrong>().ShouldBe([
            "[Job] of WrongArgs: MaxRetries must be 0 or more, at most 100, but is 101.",
            "[Job] of WrongArgs: Timeout must be a duration such as 30s from 100ms to 7d but is 'soon'.",
            "[Job] of WrongArgs: UniqueKey must be text with names of arguments in braces, as customer-{customerId}, but is '{open'.",
            "[Job] of WrongArgs: RateLimit must be a number of jobs and a period such as 10/s or 500/1m but is 'fast'.",
            "Wrong knows form 3 of its arguments but not how form 1 becomes 2; add Upcast(1, …).",
            "Wrong knows form 3 of its arguments but not how form 2 becomes 3; add Upcast(2, …).",
            "Wrong: WrongArgs.callback is a Action, which cannot be written as JSON.",
            "Wrong: WrongArgs.shape is the abstract IShape, which JSON cannot be read as; use a record, or name what it may be by [JsonDerivedType].",
            "Wrong: WrongArgs.closed has no constructor that JSON can be read by; give it a public one, or mark one by [JsonConstructor].",
        ]);
        Register<SendMailHandler>(job => job.Json(GreetingContext.Default)).Faults.ShouldBe(
            ["GreetingContext does not know Plain; add [JsonSerializable(typeof(Plain))]."]);
    }

    [Fact]
    public void An_assembly_is_searched_for_handlers_and_for_arguments_without_one()
    {
        var jobs = JobAssembly.Read(typeof(JobBuilderTests).Assembly);

        jobs.ShouldContain(job => job.HandlerType == typeof(Greeter));
        jobs.Single(job => job.ArgsType == typeof(Orphan)).Faults.ShouldBe(
            ["Orphan has no handler in ActorJobs.Abstractions.Tests; write one, or take [Job] away."]);
    }

    [Fact]
    public async Task Middleware_stands_around_the_handler_the_first_outermost()
    {
        var lines = new List<string>();
        var services = new ServiceCollection().AddSingleton(lines).BuildServiceProvider();
        var job = JobRegistration.For<Plain>("x", (_, _, _) =>
        {
            lines.Add("handler");
            return Task.CompletedTask;
        });

        await JobMiddleware.RunAsync(
            [JobMiddleware.For<Outer>(), JobMiddleware.For<Inner>()], job, services, """{"name":"x"}"""u8.ToArray(), null!, default);

        lines.ShouldBe(["outer before", "inner", "handler", "outer after"]);
    }

    private static JobRegistration Register<THandler>(Action<JobBuilder>? configure = null)
        where THandler : class
    {
        var services = new ServiceCollection();
        new ActorJobsBuilder(services).AddJob<THandler>(configure);
        return (JobRegistration)services.Single().ImplementationInstance!;
    }

    private static string[] FaultsOf<THandler>()
        where THandler : class => [.. Register<THandler>().Faults];

    private static async Task<List<string>> RunAsync(JobRegistration job, string payload)
    {
        var lines = new List<string>();
        await using var services = new ServiceCollection().AddSingleton(lines).BuildServiceProvider();
        await job.RunAsync(services, Encoding.UTF8.GetBytes(payload), null!, CancellationToken.None);
        return lines;
    }

    public sealed record Plain(string Name);

    public sealed record Customer(string Name);

    [Job("by/args", Priority = Priority.High, MaxRetries = 1, Timeout = "30s", UniqueKey = "order-{orderId}", UniqueFor = "1h",
        ConcurrencyKey = "c-{customer.name}", RetryDelay = "5s", MaxRunning = 4, MaxRunningPerKey = 2, RateLimit = "10/s")]
    public sealed record Order(int OrderId, Customer Customer);

    [Job("greet", Version = 3)]
    public sealed record Hello(string[] Names, string Greeting = "");

    public interface IShape;

    public sealed class Closed
    {
        private Closed()
        {
        }
    }

    [Job("wrong", Version = 3, MaxRetries = 101, Timeout = "soon", UniqueKey = "{open", RateLimit = "fast")]
    public sealed record WrongArgs(Action Callback, IShape Shape, Closed Closed);

    [Job("orphan")]
    public sealed record Orphan;

    public abstract class Quiet<TArgs> : IJobHandler<TArgs>
    {
        public Task HandleAsync(TArgs args, IJobContext context, CancellationToken cancellationToken) => Task.CompletedTask;
    }

    public sealed class SendMailHandler : Quiet<Plain>;

    public sealed class HTTPCallJob : Quiet<Plain>;

    [Job("by-handler")]
    public sealed class OfHandler : Quiet<Plain>;

    public sealed class OfArgs : Quiet<Order>;

    [Job("twice")]
    public sealed class Twice : Quiet<Order>;

    public sealed class Nothing;

    public sealed class Both : Quiet<Order>, IJobHandler<Plain>
    {
        public Task HandleAsync(Plain args, IJobContext context, CancellationToken cancellationToken) => Task.CompletedTask;
    }

    public abstract class Unsure : Quiet<Plain>;

    public sealed class Wrong : Quiet<WrongArgs>;

    public sealed class Greeter(List<string> lines) : IJobHandler<Hello>
    {
        public Task HandleAsync(Hello args, IJobContext context, CancellationToken cancellationToken)
        {
            lines.Add($"{args.Greeting} {string.Join(' ', args.Names)}");
            return Task.CompletedTask;
        }
    }

    public sealed class Outer(List<string> lines) : IJobMiddleware
    {
        public async Task InvokeAsync(IJobContext context, JobStep next, CancellationToken cancellationToken)
        {
            lines.Add("outer before");
            await next(cancellationToken);
            lines.Add("outer after");
        }
    }

    public sealed class Inner(List<string> lines) : IJobMiddleware
    {
        public Task InvokeAsync(IJobContext context, JobStep next, CancellationToken cancellationToken)
        {
            lines.Add("inner");
            return next(cancellationToken);
        }
    }

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
    [JsonSerializable(typeof(Hello))]
    public sealed partial class GreetingContext : JsonSerializerContext;
}
