-- ?1 version
INSERT INTO schema_version (version) VALUES (?1)
