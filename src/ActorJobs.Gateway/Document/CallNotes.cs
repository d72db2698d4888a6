using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace ActorJobs.Gateway.Document;

/// <summary>
/// Endpoint metadata: the body a call takes. Not the framework's own note on it, as that makes routing refuse other
/// content types before the access check, and without a word about what is wanted.
/// </summary>
/// <param name="Model">Its shape.</param>
/// <param name="Example">One that works.</param>
/// <param name="ContentTypes">How it may be sent; the example is in the first.</param>
internal sealed record BodyNote(Type Model, string Example, params string[] ContentTypes);

/// <summary>Endpoint metadata: a query parameter. They are read by hand, so the document cannot see them.</summary>
/// <param name="Name">Name.</param>
/// <param name="Description">What it means.</param>
internal sealed record QueryNote(string Name, string Description);

/// <summary>Says of a call what the API document shows.</summary>
internal static class CallNotes
{
    public static RouteHandlerBuilder Describe(
        this RouteHandlerBuilder call, string summary, string description, params int[] problems)
    {
        call.WithSummary(summary).WithDescription(description);
        foreach (var status in problems)
        {
            call.ProducesProblem(status);
        }
        return call;
    }

    public static RouteHandlerBuilder WithBody<TModel>(
        this RouteHandlerBuilder call, string example, params string[] contentTypes) =>
        call.WithMetadata(new BodyNote(typeof(TModel), example, contentTypes));

    public static RouteHandlerBuilder WithQuery(this RouteHandlerBuilder call, string name, string description) =>
        call.WithMetadata(new QueryNote(name, description));

    public static RouteHandlerBuilder WithFilters(this RouteHandlerBuilder call) => call
        .WithQuery("state", $"One of {string.Join(", ", Names.States.Select(state => state.ToName()))}.")
        .WithQuery("type", "Job type.")
        .WithQuery("priority", "high, normal or low.")
        .WithQuery("tag", "One of the job's tags.")
        .WithQuery("key", "The job's unique or concurrency key.")
        .WithQuery("error", "Failed jobs whose last error's message contains this, whatever the case; its first 1,000 characters count.")
        .WithQuery("parent", "Id of the job whose handler enqueued it.")
        .WithQuery("from", "Enqueued at this time or later (RFC 3339), by the time in the job's id.")
        .WithQuery("until", "Enqueued before this time.");
}
