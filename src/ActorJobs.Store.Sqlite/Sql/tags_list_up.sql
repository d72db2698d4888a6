-- Ids with a tag, oldest first. ?1 tag, ?2 only after this id, ?3 most rows
SELECT job FROM tags WHERE tag = ?1 AND job > ?2 ORDER BY job LIMIT ?3
