-- $1 slot
UPDATE actorjobs.history_slot SET opened_at = NULL, closed_at = NULL WHERE slot = $1
