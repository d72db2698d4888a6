-- Ids with a tag, newest first. ?1 tag, ?2 only before this id, ?3 most rows
SELECT job FROM tags WHERE tag = ?1 AND job < ?2 ORDER BY job DESC LIMIT ?3
