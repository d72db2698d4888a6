-- Makes jobs that wait for their time ready; after position_hold in the same transaction. $1 ids, $2 now
WITH waiting AS MATERIALIZED (
    SELECT id, state, row_number() OVER (ORDER BY id) AS place FROM actorjobs.job
    WHERE id = ANY ($1::uuid[]) AND state IN (0, 3)
), ready AS (
    UPDATE actorjobs.job j SET state = 1, position = (SELECT actorjobs.next_places()) + w.place, due_at = $2
    FROM waiting w WHERE j.id = ANY (ARRAY[w.id]) AND j.state = w.state
    RETURNING j.lane, w.state AS before
)
INSERT INTO actorjobs.count (lane, scheduled, retrying, ready)
SELECT lane, -count(*) FILTER (WHERE before = 0), -count(*) FILTER (WHERE before = 3), count(*) FROM ready GROUP BY lane
