using ActorJobs.Stores.Conformance;

namespace ActorJobs.Stores.RedisTests;

public sealed class RedisChangeTests() : ChangeSuite(new RedisFixture());

public sealed class RedisClaimTests() : ClaimSuite(new RedisFixture());

public sealed class RedisDelayTests() : DelaySuite(new RedisFixture());

public sealed class RedisDurabilityTests() : DurabilitySuite(new RedisFixture());

public sealed class RedisEnqueueTests() : EnqueueSuite(new RedisFixture());

public sealed class RedisFinishTests() : FinishSuite(new RedisFixture());

public sealed class RedisKeyOrderTests() : KeyOrderSuite(new RedisFixture());

public sealed class RedisPartitionTests() : PartitionSuite(new RedisFixture());

public sealed class RedisPauseTests() : PauseSuite(new RedisFixture());

public sealed class RedisPurgeTests() : PurgeSuite(new RedisFixture());

public sealed class RedisQueryTests() : QuerySuite(new RedisFixture());

public sealed class RedisRandomTests() : RandomSuite(new RedisFixture());

public sealed class RedisRecoverTests() : RecoverSuite(new RedisFixture());

public sealed class RedisReportTests() : ReportSuite(new RedisFixture());

public sealed class RedisUniqueTests() : UniqueSuite(new RedisFixture());

public sealed class RedisLeaseTests() : LeaseSuite(new RedisFixture());

public sealed class RedisRivalTests() : RivalSuite(new RedisFixture());

public sealed class RedisTextTests() : TextSuite(new RedisFixture());

public sealed class RedisTraceTests() : TraceSuite(new RedisFixture());

public sealed class RedisWorkflowTests() : WorkflowSuite(new RedisFixture());
