-- ?1 job, ?2 line, ?3 attempt, ?4 at_ms, ?5 text
INSERT INTO log_lines (job, line, attempt, at_ms, text) VALUES (?1, ?2, ?3, ?4, ?5)
