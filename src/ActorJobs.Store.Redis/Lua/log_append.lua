-- Adds entries at the end of a log, if nobody else has since its writer last looked.
-- KEYS[1] prefix. ARGV: log, number of the first, entries. Returns 1, or 0 when that number does not come next.
local key, first = KEYS[1] .. 'log:' .. ARGV[1], tonumber(ARGV[2])
local last = 0
if redis.call('EXISTS', key) == 1 then
    local info = redis.call('XINFO', 'STREAM', key)
    for i = 1, #info, 2 do
        if info[i] == 'last-generated-id' then
            last = tonumber(string.match(info[i + 1], '^%d+'))
        end
    end
end
if first ~= last + 1 then
    return 0
end
for i = 3, #ARGV do
    redis.call('XADD', key, string.format('%d-0', first + i - 3), 'e', ARGV[i])
end
return 1
