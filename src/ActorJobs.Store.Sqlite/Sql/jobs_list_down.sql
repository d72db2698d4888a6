-- Ids of a lane and state, newest first. ?1 lane, ?2 state, ?3 only before this id, ?4 most rows
SELECT id FROM jobs WHERE lane = ?1 AND state = ?2 AND id < ?3 ORDER BY id DESC LIMIT ?4
