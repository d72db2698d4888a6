-- Copies a live job into history; jobs_delete follows. ?1 id, ?2 state, ?3 finished_ms, ?4 attempts used, ?5 interruptions
-- added, ?6 started_ms or null to keep it, ?7 node or null to keep it, ?8 errors or null to keep them, ?9 result
INSERT INTO history (id, lane, state, finished_ms, due_ms, created_ms, max_retries, timeout_ms, used, retry_base,
    interruptions, cancel_requested, started_ms, node, unique_key, concurrency_key, parent, tags, errors, payload, result,
    trace)
SELECT id, lane, ?2, ?3, due_ms, created_ms, max_retries, timeout_ms, ?4, retry_base,
    interruptions + ?5, cancel_requested, ifnull(?6, started_ms), ifnull(?7, node), unique_key, concurrency_key, parent, tags,
    ifnull(?8, errors), payload, ?9, trace
FROM jobs WHERE id = ?1
