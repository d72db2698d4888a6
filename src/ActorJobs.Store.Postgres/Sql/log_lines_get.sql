-- $1 job
SELECT attempt, at, text FROM actorjobs.log_line WHERE job = $1 ORDER BY line
