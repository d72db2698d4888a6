-- Adds log lines of live jobs behind those they have, and drops the oldest beyond so many. $1 jobs, $2 attempts, $3 times,
-- $4 texts, $5 lines kept of a job
WITH given AS MATERIALIZED (
    SELECT g.*, row_number() OVER (PARTITION BY g.id ORDER BY g.place) AS nth
    FROM unnest($1::uuid[], $2::integer[], $3::timestamptz[], $4::text[]) WITH ORDINALITY AS g (id, attempt, at, text, place)
), jobs AS MATERIALIZED (
    SELECT n.id, n.added, coalesce((SELECT line FROM actorjobs.log_line WHERE job = n.id ORDER BY line DESC LIMIT 1), 0) AS last
    FROM (SELECT id, count(*) AS added FROM given GROUP BY id) n JOIN actorjobs.job j ON j.id = ANY (ARRAY[n.id]) AND j.state >= 0
), dropped AS (
    DELETE FROM actorjobs.log_line l USING jobs WHERE l.job = jobs.id AND l.line <= jobs.last + jobs.added - $5
)
INSERT INTO actorjobs.log_line (job, line, attempt, at, text)
SELECT g.id, jobs.last + g.nth, g.attempt, g.at, g.text
FROM given g JOIN jobs ON jobs.id = g.id
WHERE g.nth > jobs.added - $5
