-- New jobs wait for others, which cannot end meanwhile. $1 predecessors, $2 successors, $3 policies
WITH held AS MATERIALIZED (
    SELECT id FROM actorjobs.job WHERE id = ANY ($1::uuid[]) ORDER BY id FOR KEY SHARE
)
INSERT INTO actorjobs.waits (predecessor, successor, policy)
SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::smallint[]) WHERE (SELECT count(*) FROM held) >= 0
ON CONFLICT DO NOTHING
