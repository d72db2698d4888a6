-- Shared: for claims. Exclusive (fence_alone): for a new epoch and for changes that must not meet a claim half-way.
SELECT pg_advisory_xact_lock_shared(1634366307, 1)
