-- ?1 state
SELECT ifnull(sum(jobs), 0) FROM counts WHERE state = ?1
