namespace ActorJobs.Cli.Tests;

[Collection(SharedNodeCollection.Name)]
public sealed class QueueTests(SharedNode shared)
{
    private readonly Driving.Cli _cli = shared.Cli;

    [Fact]
    public async Task Queue_is_shown_in_numbers()
    {
        var text = (await _cli.RunAsync("stats")).With(0).Out;
        foreach (var word in (string[])["scheduled", "succeeded", "high", "low", "slots", "0 of 10", "reader"])
        {
            text.ShouldContain(word);
        }
        (await _cli.RunAsync("stats", "-o", "json")).With(0).Json.GetProperty("slots").GetProperty("free").GetInt32().ShouldBe(10);
    }

    [Fact]
    public async Task Watched_numbers_come_one_document_a_line_until_interrupted()
    {
        using var watch = _cli.Start("stats", "--watch", "--interval", "200ms", "-o", "json");
        for (var i = 0; i < 3; i++)
        {
            (await watch.StandardOutput.ReadLineAsync())!.ShouldStartWith("{\"byState\":{");
        }

        Signals.Send(watch.Id, Signal.Interrupt);

        await watch.WaitForExitAsync();
        watch.ExitCode.ShouldBe(130);
    }

    [Fact]
    public async Task Pause_and_resume_say_what_they_did_and_what_else_is_paused()
    {
        (await _cli.RunAsync("pause", "--priority", "low", "--type", "rare")).With(0).Out
            .ShouldBe("Paused type rare of priority low.\n");
        (await _cli.RunAsync("stats")).With(0).Out.ShouldContain("paused type rare of priority low");
        (await _cli.RunAsync("resume", "--type", "rare")).With(1).Err
            .ShouldBe("actorjobs: There is no pause of type rare; in force: type rare of priority low.\n");
        (await _cli.RunAsync("resume", "-p", "low", "-t", "rare", "-o", "json")).With(0).Json
            .GetProperty("changed").GetBoolean().ShouldBeTrue();
        (await _cli.RunAsync("pause")).With(2).Err.ShouldContain("--all for all");
    }

    [Fact]
    public async Task Nodes_are_listed()
    {
        var text = (await _cli.RunAsync("nodes")).With(0).Out;

        text.ShouldContain("address");
        text.ShouldContain("up");
        text.ShouldContain("healthy");
        (await _cli.RunAsync("nodes", "-o", "json")).With(0).Json[0].GetProperty("slots").GetInt32().ShouldBe(10);
    }

    [Fact]
    public async Task Health_of_the_queue_is_one_command_and_names_what_is_wrong()
    {
        (await _cli.RunAsync("health")).With(0).Out.ShouldStartWith("healthy\n");
        var id = await shared.Node.Api.EnqueueAsync(new { type = "nobody", payload = 1 });

        var ill = await Eventually.GetAsync(
            () => _cli.RunAsync("health", "-o", "json"), end => end.Code == 1, "the type is seen as unroutable");

        ill.Json.GetProperty("status").GetString().ShouldBe("degraded");
        ill.Json.GetProperty("reasons")[0].GetString().ShouldBe("1 job of type nobody waits for a node that takes the type.");
        (await _cli.RunAsync("discard", id)).With(0);
        await Eventually.GetAsync(() => _cli.RunAsync("health"), end => end.Code == 0, "healthy again");
    }
}
