using ActorJobs.Handlers;

namespace ActorJobs.Samples;

/// <summary><c>fail</c>: fails as asked, counting by the number of the attempt.</summary>
internal sealed class FailHandler : IJobHandler<FailArgs>
{
    public Task HandleAsync(FailArgs args, IJobContext context, CancellationToken cancellationToken)
    {
        if (args.Class is not (ErrorClass.Transient or ErrorClass.Recoverable or ErrorClass.Permanent))
        {
            throw new JobErrorException(ErrorClass.Permanent, "class must be transient, recoverable or permanent.");
        }
        if (args.Times is null || context.Attempt <= args.Times)
        {
            throw new JobErrorException(args.Class, args.Message);
        }
        context.SetResult(new { attempt = context.Attempt });
        return Task.CompletedTask;
    }
}
