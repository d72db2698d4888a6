-- Lanes and states that hold jobs, most urgent first.
SELECT c.lane, l.priority, l.type, c.state, c.jobs
FROM counts c CROSS JOIN lanes l ON l.lane = c.lane WHERE c.jobs > 0 ORDER BY l.priority, l.type
