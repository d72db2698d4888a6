-- An attempt ended without completing the job, which stays live. ?1 id, ?2 state, ?3 position, ?4 due_ms, ?5 attempts used,
-- ?6 interruptions added, ?7 started_ms, ?8 node, ?9 errors
UPDATE jobs SET state = ?2, position = ?3, due_ms = ?4, used = ?5, interruptions = interruptions + ?6, started_ms = ?7,
    node = ?8, errors = ?9
WHERE id = ?1
