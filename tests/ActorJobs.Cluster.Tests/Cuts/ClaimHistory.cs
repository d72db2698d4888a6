using ActorJobs.Tests.Servers;

namespace ActorJobs.Cluster.Tests.Cuts;

/// <summary>
/// Every claim ever made, as PostgreSQL itself notes it in the transaction that makes it. Claims are made one at a
/// time, so their numbers are the order in which they were made.
/// </summary>
internal static class ClaimHistory
{
    private const string Begin = """
        CREATE TABLE public.claim_history (claim bigint PRIMARY KEY, epoch bigint NOT NULL, jobs integer NOT NULL);
        CREATE FUNCTION public.note_claim() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                INSERT INTO public.claim_history VALUES (NEW.claim, NEW.epoch, cardinality(NEW.jobs));
                RETURN NEW;
            END $$;
        CREATE TRIGGER note_claim AFTER INSERT ON actorjobs.claim FOR EACH ROW EXECUTE FUNCTION public.note_claim();
        """;

    private const string Disorder = """
        SELECT count(*) FROM (SELECT epoch, max(epoch) OVER (ORDER BY claim) AS newest FROM public.claim_history) c
        WHERE epoch < newest
        """;

    private const string Summary = """
        SELECT count(*) || ' claims of ' || coalesce(sum(jobs), 0) || ' jobs by ' || count(DISTINCT epoch) || ' readers'
        FROM public.claim_history
        """;

    /// <summary>From now on every claim is noted.</summary>
    public static Task BeginAsync(PostgresServer server) => server.AskAsync(Begin);

    /// <summary>No reader made a claim after a newer one had made its first.</summary>
    /// <returns>What was noted, in words.</returns>
    public static async Task<string> ShouldBeOfOneReaderAtATimeAsync(PostgresServer server)
    {
        (await server.AskAsync(Disorder)).Trim().ShouldBe("0", "claims of a reader that had been superseded");
        return (await server.AskAsync(Summary)).Trim();
    }
}
