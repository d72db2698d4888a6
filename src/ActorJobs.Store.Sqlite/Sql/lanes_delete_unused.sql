-- Lanes that hold no job, live or ended. ?1 most rows
DELETE FROM lanes WHERE lane IN (
    SELECT lane FROM lanes WHERE NOT EXISTS (
        SELECT 1 FROM counts WHERE counts.lane = lanes.lane AND counts.jobs > 0) LIMIT ?1)
RETURNING lane
