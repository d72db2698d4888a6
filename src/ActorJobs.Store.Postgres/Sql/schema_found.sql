-- Whether there is a schema of ours; schema_version then has one row.
SELECT to_regclass('actorjobs.schema_version') IS NOT NULL
