-- Ids of a lane and state, oldest first. ?1 lane, ?2 state, ?3 only after this id, ?4 most rows
SELECT id FROM history WHERE lane = ?1 AND state = ?2 AND id > ?3 ORDER BY id LIMIT ?4
