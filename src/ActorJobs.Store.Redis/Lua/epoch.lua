-- Takes a new epoch; also when memory is full, or a reader could not take over to empty the queue.
-- KEYS[1] prefix. Returns the epoch.
return take_numbers('epoch', 1)
