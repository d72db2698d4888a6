-- What lies beside the jobs of a slot, and their counts, go before the slot is emptied. Answers how many jobs it holds. $1 slot
WITH tags AS (
    DELETE FROM actorjobs.tag t USING actorjobs.history h WHERE h.slot = $1 AND h.tags IS NOT NULL AND t.job = h.id
), progress AS (
    DELETE FROM actorjobs.progress p USING actorjobs.history h WHERE h.slot = $1 AND h.id = p.job
), lines AS (
    DELETE FROM actorjobs.log_line l USING actorjobs.history h WHERE h.slot = $1 AND h.id = l.job
), counted AS (
    INSERT INTO actorjobs.count (lane, succeeded, cancelled)
    SELECT lane, -count(*) FILTER (WHERE state = 4), -count(*) FILTER (WHERE state = 6)
    FROM actorjobs.history WHERE slot = $1 GROUP BY lane
)
SELECT count(*) FROM actorjobs.history WHERE slot = $1
