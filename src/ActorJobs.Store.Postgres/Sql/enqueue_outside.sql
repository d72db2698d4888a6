-- One job inside somebody's transaction. $1 id, $2 type, $3 priority, $4 payload, $5 run_at, $6 delay, $7 max_retries,
-- $8 timeout_ms, $9 unique key, $10 unique_for, $11 concurrency key, $12 tags, $13 tags as JSON, $14 parent
SELECT * FROM actorjobs.enqueue_job($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, true)
