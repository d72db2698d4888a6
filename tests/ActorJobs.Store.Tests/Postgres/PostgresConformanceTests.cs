using ActorJobs.Stores.Conformance;

namespace ActorJobs.Stores.PostgresTests;

public sealed class PostgresChangeTests() : ChangeSuite(new PostgresFixture());

public sealed class PostgresClaimTests() : ClaimSuite(new PostgresFixture());

public sealed class PostgresDelayTests() : DelaySuite(new PostgresFixture());

public sealed class PostgresDurabilityTests() : DurabilitySuite(new PostgresFixture());

public sealed class PostgresEnqueueTests() : EnqueueSuite(new PostgresFixture());

public sealed class PostgresFinishTests() : FinishSuite(new PostgresFixture());

public sealed class PostgresKeyOrderTests() : KeyOrderSuite(new PostgresFixture());

public sealed class PostgresPartitionTests() : PartitionSuite(new PostgresFixture());

public sealed class PostgresPauseTests() : PauseSuite(new PostgresFixture());

public sealed class PostgresPurgeTests() : PurgeSuite(new PostgresFixture());

public sealed class PostgresQueryTests() : QuerySuite(new PostgresFixture());

public sealed class PostgresRandomTests() : RandomSuite(new PostgresFixture());

public sealed class PostgresRecoverTests() : RecoverSuite(new PostgresFixture());

public sealed class PostgresReportTests() : ReportSuite(new PostgresFixture());

public sealed class PostgresUniqueTests() : UniqueSuite(new PostgresFixture());

public sealed class PostgresLeaseTests() : LeaseSuite(new PostgresFixture());

public sealed class PostgresRivalTests() : RivalSuite(new PostgresFixture());

public sealed class PostgresTextTests() : TextSuite(new PostgresFixture());

public sealed class PostgresTraceTests() : TraceSuite(new PostgresFixture());

public sealed class PostgresWorkflowTests() : WorkflowSuite(new PostgresFixture());
