-- One migration at a time, whoever starts it.
SELECT pg_advisory_xact_lock(1634366304, 1)
