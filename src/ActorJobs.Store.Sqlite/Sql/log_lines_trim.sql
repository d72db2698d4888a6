-- ?1 job, ?2 newest line to remove
DELETE FROM log_lines WHERE job = ?1 AND line <= ?2
