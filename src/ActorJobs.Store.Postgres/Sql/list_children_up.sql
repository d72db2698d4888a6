-- Ids of jobs that a job's handler enqueued, oldest first. $2 only after this id, $3 most rows. $1 parent
SELECT f.id FROM (
    (SELECT id FROM actorjobs.history WHERE parent = $1 AND id > $2 ORDER BY id LIMIT $3)
    UNION ALL
    (SELECT id FROM actorjobs.job WHERE parent = $1 AND id > $2 ORDER BY id LIMIT $3)) f
ORDER BY f.id LIMIT $3
