-- Makes due jobs ready, earliest first; after position_hold in the same transaction. Answers how many by lane. $1 now,
-- $2 most jobs
WITH due AS MATERIALIZED (
    SELECT id, state FROM actorjobs.job WHERE state IN (0, 3) AND due_at <= $1 ORDER BY due_at, id LIMIT $2
    FOR UPDATE SKIP LOCKED
), placed AS MATERIALIZED (
    SELECT id, state, (SELECT actorjobs.next_places()) + row_number() OVER () AS position FROM due
), ready AS (
    UPDATE actorjobs.job j SET state = 1, position = p.position FROM placed p WHERE j.id = ANY (ARRAY[p.id])
    RETURNING j.lane, p.state AS before
), by_lane AS MATERIALIZED (
    SELECT lane, count(*) AS jobs, count(*) FILTER (WHERE before = 0) AS scheduled FROM ready GROUP BY lane
), counted AS (
    INSERT INTO actorjobs.count (lane, ready, scheduled, retrying) SELECT lane, jobs, -scheduled, scheduled - jobs FROM by_lane
)
SELECT b.jobs, l.priority, l.type FROM by_lane b JOIN actorjobs.lane l ON l.lane = b.lane
