-- As lane_read, for a partition: of so many times $4 jobs as there are partitions, its own, and the last of all, so that the
-- next page goes on behind it. That one says whether it is the last of the lane. $1 priority, $2 type, $3 position to read after,
-- $4 most rows, $5 bytes, $6 index, $7 count
SELECT id, position, used, retry_base, max_retries, interruptions, timeout_ms, created_at, concurrency_key, tags, parent,
    CASE WHEN own THEN payload END, trace, due_at, own, is_last AND looked_at < $4::bigint * $7
FROM (
    SELECT *, row_number() OVER w AS looked_at, lead(position) OVER w IS NULL AS is_last,
        coalesce(sum(octet_length(payload)) FILTER (WHERE own) OVER w, 0)
            - CASE WHEN own THEN octet_length(payload) ELSE 0 END AS before
    FROM (
        SELECT *, actorjobs.partition_of(id, concurrency_key, $7) = $6 AS own FROM actorjobs.job
        WHERE lane = (SELECT lane FROM actorjobs.lane WHERE priority = $1 AND type = $2) AND state = 1 AND position > $3
        ORDER BY position LIMIT $4::bigint * $7) page
    WINDOW w AS (ORDER BY position ROWS UNBOUNDED PRECEDING)
    ) measured
WHERE before < $5 AND (own OR is_last)
ORDER BY position LIMIT $4::bigint
