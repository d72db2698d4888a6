-- Removes jobs, live or ended, and all that is known of them; after fence_alone in the same transaction. $1 ids
WITH live AS (
    DELETE FROM actorjobs.job WHERE id = ANY ($1::uuid[]) RETURNING id, lane, state, unique_key
), ended AS (
    DELETE FROM actorjobs.history WHERE id = ANY ($1::uuid[]) RETURNING id, lane, state, unique_key
), gone AS (
    SELECT * FROM live UNION ALL SELECT * FROM ended
), keys AS (
    DELETE FROM actorjobs.unique_key k USING gone, actorjobs.lane l
    WHERE gone.unique_key IS NOT NULL AND l.lane = gone.lane AND k.type = l.type AND k.unique_key = gone.unique_key
        AND k.job = gone.id
), tags AS (
    DELETE FROM actorjobs.tag WHERE job = ANY ($1::uuid[])
), progress AS (
    DELETE FROM actorjobs.progress WHERE job = ANY ($1::uuid[])
), lines AS (
    DELETE FROM actorjobs.log_line WHERE job = ANY ($1::uuid[])
)
INSERT INTO actorjobs.count (lane, scheduled, ready, retrying, succeeded, failed, cancelled)
SELECT lane, -count(*) FILTER (WHERE state = 0), -count(*) FILTER (WHERE state = 1), -count(*) FILTER (WHERE state = 3),
    -count(*) FILTER (WHERE state = 4), -count(*) FILTER (WHERE state = 5), -count(*) FILTER (WHERE state = 6)
FROM gone GROUP BY lane
