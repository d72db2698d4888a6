using System.Net;
using ActorJobs.Rules;
using ActorJobs.Stores;

namespace ActorJobs.Packages.Tests.Snippets;

/// <summary>What docs/concepts.md says of states is what the program does.</summary>
public sealed class ConceptTests
{
    [Fact]
    public void The_changes_of_state_are_those_of_the_rules()
    {
        var states = Enum.GetValues<JobState>();
        var table = Page.Text("docs/concepts.md").Split("| from | to |\n|---|---|\n")[1].Split('\n')
            .TakeWhile(line => line.StartsWith('|')).Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Select(cells => $"{cells[1]}: {cells[2]}");

        table.ShouldBe(states.Select(from =>
            $"{from.ToName()}: {string.Join(", ", states.Where(to => JobTransitions.IsAllowed(from, to)).Select(to => to.ToName()))}"));
    }

    [Fact]
    public void The_classes_of_errors_are_those_of_the_rules()
    {
        var text = Page.Text("docs/concepts.md");

        ErrorClassifier.Classify(new TimeoutException()).Class.ShouldBe(ErrorClass.Recoverable);
        ErrorClassifier.Classify(Http(HttpStatusCode.TooManyRequests)).Class.ShouldBe(ErrorClass.Recoverable);
        ErrorClassifier.Classify(Http(HttpStatusCode.NotFound)).Class.ShouldBe(ErrorClass.Permanent);
        ErrorClassifier.Classify(new FileNotFoundException()).Class.ShouldBe(ErrorClass.Permanent);
        ErrorClassifier.Classify(new UnauthorizedAccessException()).Class.ShouldBe(ErrorClass.Permanent);
        ErrorClassifier.Classify(new InvalidOperationException()).Class.ShouldBe(ErrorClass.Recoverable);
        RetryPolicy.Default.ShouldBe(new RetryPolicy(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10)));
        text.ShouldContain("up to 1 s, 2 s, 4 s … 10 min");

        static HttpRequestException Http(HttpStatusCode status) => new("refused", null, status);
    }
}
