-- Settles what was left: jobs that their handlers' own transactions ended on a node that died just then, and failed ones that
-- are no longer kept. $1 when
SELECT actorjobs.settle(array_agg(w.predecessor), $1) FROM (
    SELECT DISTINCT predecessor FROM actorjobs.waits w
    WHERE NOT EXISTS (SELECT 1 FROM actorjobs.job j WHERE j.id = w.predecessor)
        AND NOT (w.policy = 0 AND EXISTS (SELECT 1 FROM actorjobs.history_failed h WHERE h.id = w.predecessor))
    LIMIT 10000
) w HAVING count(*) > 0
