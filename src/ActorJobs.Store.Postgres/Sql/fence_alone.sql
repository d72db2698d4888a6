-- Waits until no claim is being written and lets none begin before this transaction ends.
SELECT pg_advisory_xact_lock(1634366307, 1)
