namespace ActorJobs.Settings.Tests;

public class BadSettingTests
{
    private const string Duration = "; set it to a duration such as ";
    private const string Path = "; set it to a path such as data/actorjobs.db.";
    private const string Host = "; set it to an address such as 127.0.0.1, or to auto.";
    private const string SeedRule = "list nodes as host:port, or names that stand for many as dns:name:port, separated by commas";
    private const string Seeds = "; set it to a list such as 10.0.0.1:4053,10.0.0.2:4053.";
    private const string Hosts = "; set it to a list such as api.example.com,*.internal:8443.";
    private const string Commands = "; set it to a list such as /usr/bin/convert,report.";
    private const string Url = "; set it to a URL such as http://127.0.0.1:8080.";
    private const string Postgres = "DATABASE_URL must be a URL of the form postgres://user:password@host:port/database; "
        + "correct it or unset it to keep jobs in SQLite.";
    private const string Redis = "REDIS_URL must be a URL of the form redis://host:port; "
        + "correct it or unset it to keep the queue elsewhere.";
    private const string Entries = "; write entries as read:KEY, enqueue:KEY or admin:KEY, separated by commas.";

    public static TheoryData<string, string, string> Table => new()
    {
        { "WORKER_MODE", "fat", "WORKER_MODE must be thin, default, specialized, job-specialized, scheduler-only or gateway-only "
            + "but is 'fat'; set it to one of them, for example default." },
        { "WORKER_CONCURRENCY", "0", "WORKER_CONCURRENCY must be a whole number from 1 to 1000 but is '0'; set it to a number such as 10." },
        { "WORKER_CONCURRENCY", "1001", "WORKER_CONCURRENCY must be a whole number from 1 to 1000 but is '1001'; set it to a number such as 10." },
        { "WORKER_CONCURRENCY", "-1", "WORKER_CONCURRENCY must be a whole number from 1 to 1000 but is '-1'; set it to a number such as 10." },
        { "WORKER_CONCURRENCY", "2.5", "WORKER_CONCURRENCY must be a whole number from 1 to 1000 but is '2.5'; set it to a number such as 10." },
        { "WORKER_CONCURRENCY", "many", "WORKER_CONCURRENCY must be a whole number from 1 to 1000 but is 'many'; set it to a number such as 10." },
        { "WORKER_PRIORITIES", "urgent", "WORKER_PRIORITIES must list high, normal or low, each at most once but is 'urgent'; "
            + "set it to a list such as high,normal." },
        { "WORKER_PRIORITIES", "high,high", "WORKER_PRIORITIES must list high, normal or low, each at most once but is 'high,high'; "
            + "set it to a list such as high,normal." },
        { "WORKER_PRIORITIES", ",", "WORKER_PRIORITIES must list high, normal or low, each at most once but is ','; "
            + "set it to a list such as high,normal." },
        { "WORKER_JOB_TYPES", "echo", "WORKER_JOB_TYPES must be unset when WORKER_MODE is 'default' but is 'echo'; "
            + "unset it or set WORKER_MODE to job-specialized." },
        { "ENABLE_SCHEDULER", "yes", "ENABLE_SCHEDULER must be true or false but is 'yes'; set it to one of them or unset it." },
        { "SAMPLE_JOBS", "1", "SAMPLE_JOBS must be true or false but is '1'; set it to one of them or unset it." },
        { "SCHEDULER_INTERVAL", "5ms", "SCHEDULER_INTERVAL must be between 100ms and 1m but is '5ms'" + Duration + "1s." },
        { "SCHEDULER_INTERVAL", "2m", "SCHEDULER_INTERVAL must be between 100ms and 1m but is '2m'" + Duration + "1s." },
        { "SCHEDULER_INTERVAL", "1", "SCHEDULER_INTERVAL must be between 100ms and 1m but is '1'" + Duration + "1s." },
        { "JOB_TIMEOUT", "99ms", "JOB_TIMEOUT must be between 100ms and 7d but is '99ms'" + Duration + "5m." },
        { "JOB_TIMEOUT", "8d", "JOB_TIMEOUT must be between 100ms and 7d but is '8d'" + Duration + "5m." },
        { "JOB_TIMEOUT", "-5m", "JOB_TIMEOUT must be between 100ms and 7d but is '-5m'" + Duration + "5m." },
        { "MAX_RETRIES", "101", "MAX_RETRIES must be a whole number from 0 to 100 but is '101'; set it to a number such as 3." },
        { "MAX_RETRIES", "three", "MAX_RETRIES must be a whole number from 0 to 100 but is 'three'; set it to a number such as 3." },
        { "MAX_PAYLOAD_BYTES", "1023", "MAX_PAYLOAD_BYTES must be a whole number from 1024 to 4194304 but is '1023'; "
            + "set it to a number such as 262144." },
        { "MAX_PAYLOAD_BYTES", "4194305", "MAX_PAYLOAD_BYTES must be a whole number from 1024 to 4194304 but is '4194305'; "
            + "set it to a number such as 262144." },
        { "STUCK_RUN_TIMEOUT_MINUTES", "0", "STUCK_RUN_TIMEOUT_MINUTES must be a number of minutes from 0.01 to 10080 but is '0'; "
            + "set it to a number such as 30." },
        { "STUCK_RUN_TIMEOUT_MINUTES", "30m", "STUCK_RUN_TIMEOUT_MINUTES must be a number of minutes from 0.01 to 10080 but is '30m'; "
            + "set it to a number such as 30." },
        { "CANCELLATION_GRACE", "10ms", "CANCELLATION_GRACE must be between 100ms and 5m but is '10ms'" + Duration + "5s." },
        { "CANCELLATION_GRACE", "6m", "CANCELLATION_GRACE must be between 100ms and 5m but is '6m'" + Duration + "5s." },
        { "SHUTDOWN_TIMEOUT", "2h", "SHUTDOWN_TIMEOUT must be between 0ms and 1h but is '2h'" + Duration + "30s." },
        { "METRICS_INTERVAL", "500ms", "METRICS_INTERVAL must be between 1s and 1h but is '500ms'" + Duration + "30s." },
        { "RETAIN_SUCCEEDED", "3651d", "RETAIN_SUCCEEDED must be between 0ms and 3650d but is '3651d'" + Duration + "1d." },
        { "RETAIN_FAILED_COUNT", "1000001", "RETAIN_FAILED_COUNT must be a whole number from 0 to 1000000 but is '1000001'; "
            + "set it to a number such as 5000." },
        { "RETAIN_SUCCEEDED_COUNT", "10000001", "RETAIN_SUCCEEDED_COUNT must be a whole number from 0 to 10000000 "
            + "but is '10000001'; set it to a number such as 100000." },
        { "DATABASE_URL", "mysql://u:hush@h/db", Postgres },
        { "DATABASE_URL", "postgres://u:hush@h:5432", Postgres },
        { "DATABASE_URL", "Host=h;Password=hush", Postgres },
        { "REDIS_URL", "http://:hush@h:6379", Redis },
        { "REDIS_URL", "localhost", Redis },
        { "SQLITE_PATH", ":memory:", "SQLITE_PATH must be the path of a file but is ':memory:'" + Path },
        { "SQLITE_PATH", "data/", "SQLITE_PATH must be the path of a file but is 'data/'" + Path },
        { "CLUSTER_HOST", "0.0.0.0", "CLUSTER_HOST must be a host name or an IP address that other nodes can reach but is '0.0.0.0'" + Host },
        { "CLUSTER_HOST", "a b", "CLUSTER_HOST must be a host name or an IP address that other nodes can reach but is 'a b'" + Host },
        { "CLUSTER_PORT", "65536", "CLUSTER_PORT must be a whole number from 0 to 65535 but is '65536'; set it to a number such as 4053." },
        { "CLUSTER_SEEDS", "10.0.0.1", $"CLUSTER_SEEDS must {SeedRule} but is '10.0.0.1'" + Seeds },
        { "CLUSTER_SEEDS", "a:0", $"CLUSTER_SEEDS must {SeedRule} but is 'a:0'" + Seeds },
        { "CLUSTER_SEEDS", "::1:4053", $"CLUSTER_SEEDS must {SeedRule} but is '::1:4053'" + Seeds },
        { "CLUSTER_SEEDS", "10.0.0.9:4053", "CLUSTER_SEEDS must name only this node while jobs are kept in SQLite, which serves one process "
            + "but is '10.0.0.9:4053'; unset it, or set DATABASE_URL or REDIS_URL." },
        { "GATEWAY_URL", "127.0.0.1:8080", "GATEWAY_URL must be off or a URL of the form http://address:port but is '127.0.0.1:8080'" + Url },
        { "GATEWAY_URL", "ftp://127.0.0.1", "GATEWAY_URL must be off or a URL of the form http://address:port but is 'ftp://127.0.0.1'" + Url },
        { "GATEWAY_URL", "http://127.0.0.1:80/jobs", "GATEWAY_URL must be off or a URL of the form http://address:port "
            + "but is 'http://127.0.0.1:80/jobs'" + Url },
        { "GATEWAY_URL", "http://0.0.0.0:8080", "GATEWAY_URL must be a loopback address while neither API_KEYS nor JWT_SECRET is set "
            + "but is 'http://0.0.0.0:8080'; set one of them, or listen on http://127.0.0.1:8080." },
        { "GATEWAY_URL", "http://*:8080", "GATEWAY_URL must be a loopback address while neither API_KEYS nor JWT_SECRET is set "
            + "but is 'http://*:8080'; set one of them, or listen on http://127.0.0.1:8080." },
        { "HEALTH_URL", "yes", "HEALTH_URL must be off or a URL of the form http://address:port but is 'yes'" + Url },
        { "API_KEYS", "short-hush", "API_KEYS must hold keys of at least 16 characters, which entry 1 does not" + Entries },
        { "API_KEYS", "write:hush-hush-hush-hush", "API_KEYS must start each entry with read:, enqueue:, admin: or no scope at all, "
            + "which entry 1 does not" + Entries },
        { "API_KEYS", "hush-hush-hush-hush,read:hush-hush-hush-hush", "API_KEYS must hold each key once, which entry 2 does not" + Entries },
        { "JWT_SECRET", "hush", "JWT_SECRET must have at least 32 bytes; set it to a longer random text." },
        { "HANDLERS_PATH", "/no/such/folder", "HANDLERS_PATH must be the path of a folder that can be read but is '/no/such/folder'; correct it or unset it." },
        { "HTTP_JOB_HOSTS", "https://example.com", "HTTP_JOB_HOSTS must list hosts, each a name, *.name or *, with an optional :port "
            + "but is 'https://example.com'" + Hosts },
        { "HTTP_JOB_HOSTS", "a.*.com", "HTTP_JOB_HOSTS must list hosts, each a name, *.name or *, with an optional :port but is 'a.*.com'" + Hosts },
        { "HTTP_JOB_HOSTS", "a:99999", "HTTP_JOB_HOSTS must list hosts, each a name, *.name or *, with an optional :port but is 'a:99999'" + Hosts },
        { "EXEC_JOB_COMMANDS", "./run", "EXEC_JOB_COMMANDS must list commands, each an absolute path or a bare name but is './run'" + Commands },
        { "EXEC_JOB_COMMANDS", "/usr/bin/", "EXEC_JOB_COMMANDS must list commands, each an absolute path or a bare name but is '/usr/bin/'" + Commands },
        { "LOG_LEVEL", "loud", "LOG_LEVEL must be trace, debug, info, warn or error but is 'loud'; set it to one of them, for example info." },
        { "LOG_FORMAT", "xml", "LOG_FORMAT must be text or json but is 'xml'; set it to one of them, for example text." },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void A_bad_value_is_answered_by_one_sentence_with_rule_value_and_remedy(string name, string value, string sentence)
    {
        var reading = Given.Reading((name, value));

        reading.IsValid.ShouldBeFalse();
        reading.Faults.Sentences.ShouldBe([sentence]);
    }

    [Fact]
    public void The_value_of_a_secret_is_never_in_a_fault()
    {
        var secrets = BadSettingTests.Table.Where(row => ((string)row[1]).Contains("hush", StringComparison.Ordinal)).ToList();

        secrets.Count.ShouldBeGreaterThan(5);
        secrets.ShouldAllBe(row => !((string)row[2]).Contains("hush", StringComparison.Ordinal));
    }

    [Fact]
    public void All_faults_are_named_at_once()
    {
        var reading = Given.Reading(
            ("WORKER_CONCURRENCY", "0"), ("SCHEDULER_INTERVAL", "5ms"), ("LOG_LEVEL", "loud"), ("DATABASE_URL", "x"));

        reading.Settings.ShouldBeNull();
        reading.Faults.Sentences.Select(sentence => sentence.Split(' ')[0])
            .ShouldBe(["WORKER_CONCURRENCY", "SCHEDULER_INTERVAL", "DATABASE_URL", "LOG_LEVEL"]);
        reading.Faults.ToString().Split(Environment.NewLine).Length.ShouldBe(4);
    }

    [Fact]
    public void A_long_value_is_cut_and_stays_on_one_line()
    {
        var fault = Given.Reading(("LOG_LEVEL", "a\nb" + new string('x', 500))).Faults.Sentences.ShouldHaveSingleItem();

        fault.ShouldContain("'a b" + new string('x', 77) + "…'");
        fault.ShouldNotContain("\n");
    }
}
