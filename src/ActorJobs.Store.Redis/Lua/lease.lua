-- Takes, renews or frees a lease; also when memory is full, since a cluster that was cut waits for it.
-- KEYS[1] prefix; ARGV: name, owner, milliseconds (0 frees). Returns 1 if it was the owner's to take or free.
local key = KEYS[1] .. 'lease:' .. ARGV[1]
local holder = redis.call('GET', key)
local span = tonumber(ARGV[3])
if span == 0 then
    return holder == ARGV[2] and redis.call('DEL', key) or 0
end
if holder and holder ~= ARGV[2] then
    return 0
end
redis.call('SET', key, ARGV[2], 'PX', span)
return 1
