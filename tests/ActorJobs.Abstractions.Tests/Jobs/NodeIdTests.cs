namespace ActorJobs.Abstractions.Tests.Jobs;

public class NodeIdTests
{
    [Theory]
    [InlineData("127.0.0.1:4053", 7)]
    [InlineData("[::1]:4053", -2_000_000_000)]
    [InlineData("odd#name:1", 0)]
    public void The_text_of_a_node_is_read_back(string address, int uid)
    {
        var node = new NodeId(address, uid);

        NodeId.TryParse(node.ToString(), out var read).ShouldBeTrue();
        read.ShouldBe(node);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("127.0.0.1:4053")]
    [InlineData("#7")]
    [InlineData("a:1#")]
    [InlineData("a:1#seven")]
    [InlineData("a:1#99999999999")]
    public void Anything_else_is_refused(string? text)
    {
        NodeId.TryParse(text, out _).ShouldBeFalse();
    }

    [Fact]
    public void Two_runs_at_one_address_are_two_nodes()
    {
        new NodeId("a:1", 1).ShouldNotBe(new NodeId("a:1", 2));
    }
}
