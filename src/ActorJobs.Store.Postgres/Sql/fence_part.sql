-- As fence, for the reader of a partition: those of other partitions need not wait. $1 index
SELECT pg_advisory_xact_lock_shared(1634366307, 1), pg_advisory_xact_lock(1634366307, 100 + $1)
