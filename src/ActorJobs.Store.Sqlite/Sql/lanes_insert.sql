-- ?1 priority, ?2 type
INSERT INTO lanes (priority, type) VALUES (?1, ?2) RETURNING lane
