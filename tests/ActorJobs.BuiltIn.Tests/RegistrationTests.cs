using ActorJobs.Rules;

namespace ActorJobs.BuiltIn.Tests;

public class RegistrationTests
{
    private static readonly HttpJobOptions NoHost = new([]);
    private static readonly ExecJobOptions NoCommand = new([]);
    private static readonly HttpJobOptions AnyHost = new([new HostPattern("*", null)]);
    private static readonly ExecJobOptions Shell = new(["sh"]);

    [Fact]
    public void Both_types_are_off_until_something_is_allowed()
    {
        BuiltInJobs.Register(NoHost, NoCommand).ShouldBeEmpty();
    }

    [Fact]
    public void Each_allow_list_switches_its_own_type_on()
    {
        BuiltInJobs.Register(AnyHost, NoCommand).ShouldHaveSingleItem().Type.ShouldBe("http");
        BuiltInJobs.Register(NoHost, Shell).ShouldHaveSingleItem().Type.ShouldBe("exec");
        BuiltInJobs.Register(AnyHost, Shell).Select(job => job.Type).ShouldBe(["http", "exec"]);
    }
}
