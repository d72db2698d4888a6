-- Removes the oldest failed jobs beyond so many. Answers how many. $1 kept, $2 most rows
WITH surplus AS (
    SELECT greatest(0, least($2, (SELECT coalesce(sum(failed), 0) FROM actorjobs.count) - $1))::bigint AS jobs
), gone AS (
    DELETE FROM actorjobs.history_failed h
    USING (SELECT id FROM actorjobs.history_failed ORDER BY finished_at LIMIT (SELECT jobs FROM surplus)) o
    WHERE h.id = o.id
    RETURNING h.id, h.lane
), tags AS (
    DELETE FROM actorjobs.tag t USING gone WHERE t.job = gone.id
), progress AS (
    DELETE FROM actorjobs.progress p USING gone WHERE p.job = gone.id
), lines AS (
    DELETE FROM actorjobs.log_line l USING gone WHERE l.job = gone.id
), counted AS (
    INSERT INTO actorjobs.count (lane, failed) SELECT lane, -count(*) FROM gone GROUP BY lane
)
SELECT count(*) FROM gone
