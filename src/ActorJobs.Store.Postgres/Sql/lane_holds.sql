-- The transactions under way that may have taken places, each by the last number taken before (its low 31 bits).
SELECT DISTINCT objid::bigint FROM pg_locks
WHERE locktype = 'advisory' AND classid = 1634366306 AND objsubid = 2 AND granted
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
