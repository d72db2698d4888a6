using System.Text.Json;
using ActorJobs.Handlers;

namespace ActorJobs.BuiltIn.Tests;

public sealed class ExecJobTests
{
    private static readonly Runner Jobs = new(
        BuiltInJobs.Register(new HttpJobOptions([]), new ExecJobOptions(["sh", "cat", "/bin/cat", "no-such-command", "/etc/passwd"])).Single());

    private readonly FakeJobContext _context = new() { Attempt = 2 };

    [Fact]
    public async Task The_standard_output_of_a_command_that_exits_with_0_is_the_result()
    {
        await ShellAsync("echo hello; echo there");

        _context.Result.GetString().ShouldBe("hello\nthere\n");
    }

    [Theory]
    [InlineData("cat")]
    [InlineData("/bin/cat")]
    public async Task The_standard_input_is_fed_and_closed(string command)
    {
        await RunAsync(new { command, stdin = "häl\"lo" });

        _context.Result.GetString().ShouldBe("häl\"lo");
    }

    [Fact]
    public async Task A_command_without_input_finds_its_end_at_once()
    {
        await RunAsync(new { command = "cat" });

        _context.Result.GetString().ShouldBe("");
    }

    [Fact]
    public async Task Arguments_pass_through_no_shell()
    {
        await RunAsync(new { command = "sh", args = new[] { "-c", "printf '%s|' \"$@\"", "x", "a b", "$HOME", "*", "'; exit 3" } });

        _context.Result.GetString().ShouldBe("a b|$HOME|*|'; exit 3|");
    }

    [Fact]
    public async Task Big_output_on_both_pipes_and_big_unread_input_do_not_block()
    {
        await RunAsync(new
        {
            command = "sh",
            args = new[] { "-c", "head -c 3000000 /dev/zero | tr '\\0' 'e' >&2; head -c 3000000 /dev/zero | tr '\\0' 'o'" },
            stdin = new string('i', 1_000_000),
        });

        _context.Result.GetString().ShouldBe(new string('o', 65_536) + "\n[cut: 65536 of 3000000 bytes are kept]");
        _context.Lines.ShouldContain("stdout [cut: 65536 of 3000000 bytes are kept]");
    }

    [Fact]
    public async Task Binary_output_still_fits_into_the_result()
    {
        await ShellAsync("head -c 100000 /dev/zero");

        _context.Result.GetString().ShouldStartWith("\uFFFD\uFFFD");
    }

    [Fact]
    public async Task A_command_that_exits_otherwise_is_recoverable_with_its_last_lines()
    {
        var fault = await FaultAsync("seq 1 30 >&2; exit 3");

        fault.ErrorClass.ShouldBe(ErrorClass.Recoverable);
        fault.Message.ShouldBe("Command 'sh' exited with code 3: 26\n27\n28\n29\n30");
        _context.Lines.ShouldBe(Enumerable.Range(11, 20).Select(i => $"{i}"));
        _context.ResultJson.ShouldBeNull();
    }

    [Fact]
    public async Task A_silent_failure_and_a_signal_name_the_code()
    {
        (await FaultAsync("exit 7")).Message.ShouldBe("Command 'sh' exited with code 7.");
        (await FaultAsync("kill -9 $$")).Message.ShouldBe("Command 'sh' exited with code 137.");
    }

    [Fact]
    public async Task The_child_sees_its_job_and_attempt_and_the_variables_of_the_job()
    {
        await RunAsync(new
        {
            command = "sh",
            args = new[] { "-c", "echo $ACTORJOBS_JOB_ID $ACTORJOBS_ATTEMPT $MINE" },
            env = new Dictionary<string, string> { ["MINE"] = "yes", ["ACTORJOBS_ATTEMPT"] = "99" },
        });

        _context.Result.GetString().ShouldBe($"{_context.Id} 2 yes\n");
    }

    [Fact]
    public async Task The_secrets_of_the_node_are_not_inherited()
    {
        Environment.SetEnvironmentVariable("PAYLOAD_ENCRYPTION_KEY", "hush");
        Environment.SetEnvironmentVariable("SOME_OTHER_TOKEN", "hush");

        await ShellAsync("env");

        var names = _context.Result.GetString()!.Split('\n').Select(line => line.Split('=')[0]).ToList();
        names.ShouldContain("PATH");
        names.ShouldNotContain("PAYLOAD_ENCRYPTION_KEY");
        names.ShouldNotContain("SOME_OTHER_TOKEN");
        _context.Result.GetString()!.ShouldNotContain("hush");
    }

    [Theory]
    [InlineData("exec 3>\"$1\"; sleep 1000 & echo started; wait")]
    [InlineData("exec 3>\"$1\"; (sleep 1000 &); echo started; sleep 1000")]
    [InlineData("exec 3>\"$1\"; (setsid sleep 1000 >/dev/null 2>&1 &); echo started; sleep 1000")]
    [InlineData("exec 3>\"$1\"; trap '' TERM INT HUP; echo started; while :; do sleep 1000; done")]
    public async Task A_cancel_leaves_no_descendant_alive(string script)
    {
        using var fifo = await Fifo.CreateAsync();
        var allDead = fifo.AllDeadAsync();
        using var cancel = new CancellationTokenSource();

        var run = RunAsync(new { command = "sh", args = new[] { "-c", script, "x", fifo.Path } }, cancel.Token);
        await _context.Alive;
        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(run);
        await allDead;
    }

    [Theory]
    [InlineData("exec 3>\"$1\"; sleep 1000 & echo done")]
    [InlineData("exec 3>\"$1\"; (setsid sleep 1000 &); echo done")]
    public async Task What_a_command_leaves_behind_ends_with_it(string script)
    {
        using var fifo = await Fifo.CreateAsync();
        var allDead = fifo.AllDeadAsync();

        await RunAsync(new { command = "sh", args = new[] { "-c", script, "x", fifo.Path } });

        _context.Result.GetString().ShouldBe("done\n");
        await allDead;
    }

    [Theory]
    [InlineData("{}", "command is missing; name an allowed command.")]
    [InlineData("""{"command":"rm"}""", "Command 'rm' is not allowed for exec jobs; add it to EXEC_JOB_COMMANDS.")]
    [InlineData("""{"command":"/bin/sh"}""", "Command '/bin/sh' is not allowed for exec jobs; add it to EXEC_JOB_COMMANDS.")]
    [InlineData("""{"command":"sh -c ls"}""", "Command 'sh -c ls' is not allowed for exec jobs; add it to EXEC_JOB_COMMANDS.")]
    [InlineData("""{"command":"sh","args":["a\u0000b"]}""", "args must be texts without NUL characters.")]
    [InlineData("""{"command":"sh","env":{"A B":"x"}}""", "env must have names of letters, digits and _ characters.")]
    [InlineData("""{"command":"sh","env":{"LD_PRELOAD":"/x.so"}}""", "env.LD_PRELOAD may not be set by a job.")]
    [InlineData("""{"command":"sh","env":{"A":"\u0000"}}""", "env.A must be text without NUL characters.")]
    public async Task A_fault_of_the_payload_is_permanent_and_names_the_field(string payload, string message)
    {
        var fault = await Should.ThrowAsync<JobErrorException>(() => Jobs.RunAsync(payload, _context));

        fault.ErrorClass.ShouldBe(ErrorClass.Permanent);
        fault.Message.ShouldBe(message);
    }

    [Fact]
    public async Task A_payload_of_the_wrong_form_is_undecodable()
    {
        (await Should.ThrowAsync<UndecodablePayloadException>(() => Jobs.RunAsync("""{"command":"sh","args":"x"}""", _context)))
            .Message.ShouldBe("The payload of a 'exec' job cannot be read: args has the wrong form.");
    }

    [Theory]
    [InlineData("no-such-command")]
    [InlineData("/etc/passwd")]
    public async Task A_command_that_this_node_does_not_have_is_recoverable(string command)
    {
        var fault = await Should.ThrowAsync<JobErrorException>(RunAsync(new { command }));

        fault.ErrorClass.ShouldBe(ErrorClass.Recoverable);
        fault.Message.ShouldBe($"Command '{command}' is not an executable file on this node.");
    }

    private Task ShellAsync(string script) => RunAsync(new { command = "sh", args = new[] { "-c", script } });

    private Task<JobErrorException> FaultAsync(string script) => Should.ThrowAsync<JobErrorException>(ShellAsync(script));

    private Task RunAsync(object payload, CancellationToken cancellationToken = default) =>
        Jobs.RunAsync(JsonSerializer.Serialize(payload), _context, cancellationToken);
}
