-- $1 slot, $2 now
UPDATE actorjobs.history_slot SET opened_at = $2 WHERE slot = $1
