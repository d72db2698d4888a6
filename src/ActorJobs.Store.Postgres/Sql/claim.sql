-- Claims what is ready of each request, one row each, if the epoch is the newest; after fence or fence_part in the same
-- transaction. A job is named once. Answers the newest epoch (as epoch_get) and, of claims that were made, request, claim and,
-- when jobs were left out, those that were not. $1 epoch; $2 requests, $3 jobs, $4 attempts; by request: $5 nodes, $6 their
-- uids, $7 claimed_at, $8 least id, $9 greatest id, $10 jobs wished for; $11 least id of all, $12 greatest id of all; $13 the
-- epoch's partition, $14 of how many
WITH newest AS MATERIALIZED (
    SELECT CASE WHEN $14 = 1 AND epoch <> ALL (partition_epochs) THEN epoch
        WHEN $14 = cardinality(partition_epochs) AND epoch = ANY (partition_epochs) THEN partition_epochs[$13 + 1]
        ELSE 0 END AS epoch
    FROM actorjobs.queue
), wished AS MATERIALIZED (
    SELECT * FROM unnest($2::integer[], $3::uuid[], $4::integer[]) WITH ORDINALITY AS w (request, id, attempt, place)
), taken AS MATERIALIZED (
    SELECT m.id, m.attempt FROM actorjobs.claim c, unnest(c.jobs, c.attempts) AS m (id, attempt)
    WHERE c.first_id <= $12 AND c.last_id >= $11 AND m.id <> ALL (c.given_back)
), granted AS MATERIALIZED (
    SELECT w.request, w.id, w.attempt, w.place, j.lane
    FROM wished w JOIN actorjobs.job j ON j.id = ANY (ARRAY[w.id]) AND j.state + 0 = 1 AND j.used + 1 = w.attempt
    WHERE (w.id, w.attempt) NOT IN (SELECT id, attempt FROM taken)
        AND (SELECT epoch FROM newest) = $1
), numbered AS MATERIALIZED (
    SELECT request, nextval('actorjobs.claim_seq') AS claim, jobs, attempts
    FROM (SELECT request, array_agg(id ORDER BY place) AS jobs, array_agg(attempt ORDER BY place) AS attempts
        FROM granted GROUP BY request) g
), made AS (
    INSERT INTO actorjobs.claim (claim, epoch, node, node_uid, claimed_at, first_id, last_id, remaining, jobs, attempts,
        partition, partitions)
    SELECT claim, $1, ($5::text[])[request], ($6::integer[])[request], ($7::timestamptz[])[request],
        ($8::uuid[])[request], ($9::uuid[])[request], cardinality(jobs), jobs, attempts, $13, $14
    FROM numbered
), counted AS (
    INSERT INTO actorjobs.count (lane, ready, running) SELECT lane, -count(*), count(*) FROM granted GROUP BY lane
)
SELECT o.epoch, n.request, n.claim, CASE WHEN cardinality(n.jobs) < ($10::integer[])[n.request] THEN n.jobs END
FROM newest o LEFT JOIN numbered n ON true
