using System.Text;
using ActorJobs.Gateway.Tests.Fakes;

namespace ActorJobs.Gateway.Tests;

public sealed class BadInputTests(BadInputTests.Gateway gateway) : IClassFixture<BadInputTests.Gateway>
{
    public static TheoryData<int, string> Table
    {
        get
        {
            var rows = new TheoryData<int, string>();
            for (var i = 0; i < BadInput.All.Count; i++)
            {
                rows.Add(i, $"{BadInput.All[i].Call} {BadInput.All[i].Body}");
            }
            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Table))]
    public async Task Bad_input_is_refused_with_its_status_and_its_faults(int row, string shown)
    {
        shown.ShouldNotBeEmpty();
        var input = BadInput.All[row];
        var call = input.Call.Split(' ', 2);
        var body = input.Body is null ? null : Encoding.UTF8.GetBytes(input.Body);

        var answer = await gateway.Host.SendAsync(call[0], call[1], body, input.ContentType);

        answer.Detail.ShouldBe(input.Detail);
        answer.Status.ShouldBe(input.Status);
        answer.MediaType.ShouldBe("application/problem+json");
        answer.Json.GetProperty("status").GetInt32().ShouldBe(input.Status);
        if (input.Status == 400)
        {
            string.Join(' ', answer.Errors).ShouldBe(input.Detail);
        }
        gateway.Host.Client.Count.ShouldBe(0);
        gateway.Host.Operations.Bulk.ShouldBeEmpty();
        gateway.Host.Operations.Pauses.ShouldBeEmpty();
    }

    public sealed class Gateway : IAsyncLifetime
    {
        internal GatewayHost Host { get; private set; } = null!;

        public async Task InitializeAsync() => Host = await GatewayHost.StartAsync();

        public async Task DisposeAsync() => await Host.DisposeAsync();
    }
}
