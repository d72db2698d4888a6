-- Ids of jobs with a unique or concurrency key, oldest first. $4 only after this id, $5 most rows. $1 key, $2 lanes, $3 types
-- OFFSET keeps it on the key: by id the jobs of all lanes would be read.
SELECT f.id FROM (
    (SELECT id FROM actorjobs.history WHERE unique_key = $1 AND id > $4 ORDER BY id LIMIT $5)
    UNION ALL
    (SELECT id FROM actorjobs.history WHERE concurrency_key = $1 AND id > $4 ORDER BY id LIMIT $5)
    UNION ALL
    (SELECT k.job FROM unnest($3::text[]) AS t (type) JOIN actorjobs.unique_key k ON k.type = t.type AND k.unique_key = $1
        WHERE k.state IS NULL AND k.job > $4)
    UNION ALL
    (SELECT id FROM actorjobs.job WHERE concurrency_key = $1 AND state IN (0, 3) AND id > $4 ORDER BY id LIMIT $5)
    UNION ALL
    (SELECT j.id FROM unnest($2::integer[]) AS r (lane) CROSS JOIN LATERAL (
        SELECT id FROM actorjobs.job WHERE lane = r.lane AND concurrency_key = $1 AND state = 1 OFFSET 0) j
        WHERE j.id > $4 ORDER BY j.id LIMIT $5)) f
ORDER BY f.id LIMIT $5
