-- ?1 most rows
SELECT id, lane, state FROM history WHERE state = 5 ORDER BY finished_ms LIMIT ?1
