-- ?1 job
SELECT line FROM log_lines WHERE job = ?1 ORDER BY line DESC LIMIT 1
