-- One purge at a time; false while another runs.
SELECT pg_try_advisory_xact_lock(1634366303, 1)
