using ActorJobs.Handlers;
using ActorJobs.Hosting;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ActorJobs.Samples.Shop;

/// <summary>All that the shop runs, in one place for the host and for its tests.</summary>
public static class ShopJobs
{
    /// <summary>Id of the schedule of the daily sum.</summary>
    public const string DailySum = "daily-sum";

    /// <summary>Adds handlers, middleware, services and the schedule.</summary>
    /// <param name="jobs">What AddActorJobs answered, or a test host.</param>
    public static ActorJobsBuilder AddShop(this ActorJobsBuilder jobs)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        jobs.Services.TryAddSingleton<Ledger>();
        jobs.Services.TryAddSingleton<IPayments, SamplePayments>();
        return jobs
            .AddJob<ChargeOrder>(job => job.Json(ShopJson.Default))
            .AddJob<SendReceipt>()
            .AddJob<SumDay>()
            .AddMiddleware<AuditTrail>()
            .AddSchedule(DailySum, "0 6 * * *", new SumArgs(), schedule => schedule with { TimeZone = "Europe/Berlin" });
    }
}
