using ActorJobs;
using ActorJobs.Client;
using ActorJobs.Hosting;
using ActorJobs.Samples.Shop;
using ActorJobs.Schedules;
using ActorJobs.Stores;
using ActorJobs.Stores.Sqlite;

var builder = WebApplication.CreateBuilder(args);
builder.AddActorJobs().UseSqlite().AddShop();
builder.Services.AddHealthChecks().AddActorJobs();

var app = builder.Build();
app.MapHealthChecks("/health");
app.MapPost("/orders", async (Order order, IJobClient jobs, CancellationToken cancellationToken) =>
{
    var job = await jobs.EnqueueAsync(order, cancellationToken: cancellationToken);
    return Results.Accepted($"/jobs/{job.Id}", new { Job = job.Id.ToString(), job.Duplicate });
});
app.MapGet("/jobs/{id}", async (JobId id, IJobQueries jobs, CancellationToken cancellationToken) =>
    await jobs.GetAsync(id, cancellationToken) is { } job
        ? Results.Ok(new { State = job.State.ToName(), job.Attempt, Result = ShopJson.Parse(job.Result) })
        : Results.NotFound());
app.MapPost("/report", async (IJobSchedules schedules, CancellationToken cancellationToken) =>
    await schedules.TriggerAsync(ShopJobs.DailySum, cancellationToken) is { Job: { } id }
        ? Results.Accepted($"/jobs/{id}", new { Job = id.ToString() })
        : Results.NotFound());
await app.RunAsync();
