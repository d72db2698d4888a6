using System.Collections.Immutable;
using ActorJobs.Rules;

namespace ActorJobs.BuiltIn;

/// <summary>What the <c>http</c> type may call.</summary>
/// <param name="AllowedHosts">
/// Setting <c>HTTP_JOB_HOSTS</c>; empty switches the type off. A redirect is followed only to an allowed host. Names
/// are checked as they stand in the URL: whoever controls the name service of an allowed host chooses the address it
/// leads to.
/// </param>
public sealed record HttpJobOptions(ImmutableArray<HostPattern> AllowedHosts);
