-- ?1 tag, ?2 job
DELETE FROM tags WHERE tag = ?1 AND job = ?2
