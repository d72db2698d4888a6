using ActorJobs.Operations;

namespace ActorJobs.Abstractions.Tests.Operations;

public sealed class JobTraceTests
{
    [Theory]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "0af7651916cd43dd8448eb211c80319c")]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00", "0af7651916cd43dd8448eb211c80319c")]
    [InlineData(null, null)]
    [InlineData("", null)]
    [InlineData("00-00000000000000000000000000000000-b7ad6b7169203331-01", null)]
    [InlineData("something else of fifty-five characters, as it happens.", null)]
    public void Id_of_a_trace_is_read_from_what_a_job_carries(string? trace, string? id) => JobTrace.IdOf(trace).ShouldBe(id);
}
