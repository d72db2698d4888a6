-- The ring: slot, when it was opened and closed, and whether it is the current one.
SELECT s.slot, s.opened_at, s.closed_at, s.slot = q.history_slot FROM actorjobs.history_slot s, actorjobs.queue q ORDER BY s.slot
