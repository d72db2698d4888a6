-- The tags column of a job, live or ended. ?1 id
SELECT tags FROM jobs WHERE id = ?1 UNION ALL SELECT tags FROM history WHERE id = ?1
