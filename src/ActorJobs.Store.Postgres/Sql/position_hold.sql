-- To be run before any place is taken from position_seq in the same transaction: makes it known that places above this
-- value may become visible late. See lane_floor.sql.
SELECT pg_advisory_xact_lock_shared(1634366306, (last_value & 2147483647)::integer) FROM actorjobs.position_seq
