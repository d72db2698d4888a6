-- The states of jobs, running ones as such; of unknown ids there is no row. $1 ids
SELECT j.id, CASE WHEN j.state = 1 AND EXISTS (
        SELECT 1 FROM actorjobs.claim c, unnest(c.jobs, c.attempts) AS m (id, attempt)
        WHERE j.id BETWEEN c.first_id AND c.last_id AND m.id = j.id AND m.attempt = j.used + 1 AND j.id <> ALL (c.given_back))
    THEN 2::smallint ELSE j.state END
FROM unnest($1::uuid[]) AS g (id) JOIN actorjobs.job j ON j.id = ANY (ARRAY[g.id])
UNION ALL
SELECT h.id, h.state FROM unnest($1::uuid[]) AS g (id) JOIN actorjobs.history h ON h.id = ANY (ARRAY[g.id])
