-- Due jobs, earliest first. ?1 now_ms, ?2 most rows
SELECT id, lane, state FROM jobs WHERE state IN (0, 3) AND due_ms <= ?1 ORDER BY due_ms, id LIMIT ?2
