-- What a change must know of an ended job. ?1 id
SELECT lane, state, used, unique_key FROM history WHERE id = ?1
