-- Ids of jobs that a job's handler enqueued, newest first. $2 only before this id, $3 most rows. $1 parent
SELECT f.id FROM (
    (SELECT id FROM actorjobs.history WHERE parent = $1 AND id < $2 ORDER BY id DESC LIMIT $3)
    UNION ALL
    (SELECT id FROM actorjobs.job WHERE parent = $1 AND id < $2 ORDER BY id DESC LIMIT $3)) f
ORDER BY f.id DESC LIMIT $3
