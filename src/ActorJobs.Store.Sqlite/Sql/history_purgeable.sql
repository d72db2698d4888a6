-- Succeeded and cancelled jobs whose time is over, oldest end first. ?1 last finished_ms to remove, ?2 most rows
SELECT id, lane, state FROM history WHERE state <> 5 AND finished_ms <= ?1 ORDER BY finished_ms LIMIT ?2
