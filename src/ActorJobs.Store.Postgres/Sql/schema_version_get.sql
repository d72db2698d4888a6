SELECT version FROM actorjobs.schema_version
