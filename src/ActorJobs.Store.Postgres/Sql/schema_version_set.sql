-- $1 version
UPDATE actorjobs.schema_version SET version = $1
