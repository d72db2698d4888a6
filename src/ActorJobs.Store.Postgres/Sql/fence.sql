-- One at a time, to the end of the transaction: claims, a new epoch, recovery, and changes by people that must not meet a claim
-- half-way. Claims and recoveries of partitions take fence_part.
SELECT pg_advisory_xact_lock(1634366307, 1)
