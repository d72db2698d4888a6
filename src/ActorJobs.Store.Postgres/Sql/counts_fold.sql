-- Replaces the differences by their sums; does nothing while another connection does. New differences are not touched.
WITH mine AS MATERIALIZED (
    SELECT pg_try_advisory_xact_lock(1634366305, 1) AS mine
), taken AS (
    DELETE FROM actorjobs.count WHERE (SELECT mine FROM mine) RETURNING *
)
INSERT INTO actorjobs.count (lane, scheduled, ready, running, retrying, succeeded, failed, cancelled)
SELECT lane, sum(scheduled), sum(ready), sum(running), sum(retrying), sum(succeeded), sum(failed), sum(cancelled)
FROM taken GROUP BY lane
HAVING (sum(scheduled), sum(ready), sum(running), sum(retrying), sum(succeeded), sum(failed), sum(cancelled))
    <> (0, 0, 0, 0, 0, 0, 0)
