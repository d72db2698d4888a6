-- Keeps a snapshot of a log, unless a later one is kept.
-- KEYS[1] prefix. ARGV: log, number, bytes. Returns 1 if it is kept now.
local key = KEYS[1] .. 'snapshot:' .. ARGV[1]
local kept = tonumber(redis.call('HGET', key, 'number') or '0')
if kept > tonumber(ARGV[2]) then
    return 0
end
redis.call('HSET', key, 'number', ARGV[2], 'bytes', ARGV[3])
return 1
