using ActorJobs.Stores.Conformance;

namespace ActorJobs.Stores.SqliteTests;

public sealed class SqliteChangeTests() : ChangeSuite(new SqliteFixture());

public sealed class SqliteClaimTests() : ClaimSuite(new SqliteFixture());

public sealed class SqliteDelayTests() : DelaySuite(new SqliteFixture());

public sealed class SqliteDurabilityTests() : DurabilitySuite(new SqliteFixture());

public sealed class SqliteEnqueueTests() : EnqueueSuite(new SqliteFixture());

public sealed class SqliteFinishTests() : FinishSuite(new SqliteFixture());

public sealed class SqliteKeyOrderTests() : KeyOrderSuite(new SqliteFixture());

public sealed class SqlitePartitionTests() : PartitionSuite(new SqliteFixture());

public sealed class SqlitePauseTests() : PauseSuite(new SqliteFixture());

public sealed class SqlitePurgeTests() : PurgeSuite(new SqliteFixture());

public sealed class SqliteQueryTests() : QuerySuite(new SqliteFixture());

public sealed class SqliteRandomTests() : RandomSuite(new SqliteFixture());

public sealed class SqliteRecoverTests() : RecoverSuite(new SqliteFixture());

public sealed class SqliteReportTests() : ReportSuite(new SqliteFixture());

public sealed class SqliteUniqueTests() : UniqueSuite(new SqliteFixture());

public sealed class SqliteLeaseTests() : LeaseSuite(new SqliteFixture());

public sealed class SqliteRivalTests() : RivalSuite(new SqliteFixture());

public sealed class SqliteTextTests() : TextSuite(new SqliteFixture());

public sealed class SqliteTraceTests() : TraceSuite(new SqliteFixture());

public sealed class SqliteWorkflowTests() : WorkflowSuite(new SqliteFixture());
