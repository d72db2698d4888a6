using System.Text;
using ActorJobs.Handlers;

namespace ActorJobs.Abstractions.Tests.Handlers;

public class JobRegistrationTests
{
    private static readonly JobRegistration Registration = JobRegistration.For<Greeter, Greeting>("greet");

    [Fact]
    public async Task The_payload_is_read_as_the_handlers_arguments()
    {
        var greeted = await RunAsync("""{"name":"Ada"}""");

        greeted.ShouldBe(["Ada"]);
        Registration.Type.ShouldBe("greet");
    }

    [Theory]
    [InlineData("null", "The payload of a 'greet' job cannot be read: it is null.")]
    [InlineData("{}", "The payload of a 'greet' job cannot be read: at $ it does not fit Greeting.")]
    [InlineData("""{"name":7}""", "The payload of a 'greet' job cannot be read: at $.name it does not fit Greeting.")]
    public async Task A_payload_that_does_not_fit_is_named_without_its_text(string payload, string message)
    {
        var fault = await Should.ThrowAsync<UndecodablePayloadException>(() => RunAsync(payload));

        fault.Message.ShouldBe(message);
    }

    private static async Task<List<string>> RunAsync(string payload)
    {
        var services = new Services();
        await Registration.RunAsync(services, Encoding.UTF8.GetBytes(payload), null!, CancellationToken.None);
        return services.Greeted;
    }

    public sealed record Greeting(string Name);

    public sealed class Greeter(List<string> greeted) : IJobHandler<Greeting>
    {
        public Task HandleAsync(Greeting args, IJobContext context, CancellationToken cancellationToken)
        {
            greeted.Add(args.Name);
            return Task.CompletedTask;
        }
    }

    private sealed class Services : IServiceProvider
    {
        public List<string> Greeted { get; } = [];

        public object? GetService(Type serviceType) => serviceType == typeof(List<string>) ? Greeted : null;
    }
}
