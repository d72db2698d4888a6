-- ?1 job
SELECT attempt, at_ms, text FROM log_lines WHERE job = ?1 ORDER BY line
