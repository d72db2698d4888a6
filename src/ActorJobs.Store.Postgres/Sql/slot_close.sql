-- Jobs end in the next slot from now on. $1 current slot, $2 next slot, $3 now
WITH closed AS (
    UPDATE actorjobs.history_slot SET closed_at = $3 WHERE slot = $1
), opened AS (
    UPDATE actorjobs.history_slot SET opened_at = $3 WHERE slot = $2
)
UPDATE actorjobs.queue SET history_slot = $2
