-- ?1 id
DELETE FROM jobs WHERE id = ?1
