-- Takes a new epoch; also when memory is full, or a reader could not take over to empty the queue.
-- KEYS[1] prefix. Of a partition ARGV[1] its index, ARGV[2] of how many. Returns the epoch.
-- A partition takes two numbers, so that the newest of all is nobody's: the reader of the whole queue, which holds that one, has
-- lost it, and partitions see that they lost theirs when there is a newer one since the last of them was opened.
if #ARGV == 0 then return take_numbers('epoch', 1) end
local seq, parts, index, count = KEYS[1] .. 'seq', KEYS[1] .. 'parts', ARGV[1], ARGV[2]
local known = redis.call('HMGET', parts, 'newest', 'count')
if known[1] ~= redis.call('HGET', seq, 'epoch') or known[2] ~= count then redis.call('DEL', parts) end
local newest = take_numbers('epoch', 2)
redis.call('HSET', parts, 'newest', newest, 'count', count, index, newest - 1)
return newest - 1
