-- To be run before places are taken by next_places in the same transaction: makes it known that places of greater numbers
-- than this may become visible late. See lane_holds.sql.
SELECT pg_advisory_xact_lock_shared(1634366306, (last_value & 2147483647)::integer) FROM actorjobs.position_seq
