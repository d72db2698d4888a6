-- Takes the next numbers of a sequence: positions, claims, epochs. KEYS[1] is what every key begins with. Numbers run
-- ahead of the clock, 32 for each millisecond, so that they go on growing even when a crash of the server lost the last
-- of them: readers must not have passed a new position, nor nodes hold an older claim of the same number.
local function take_numbers(name, count)
    local key, now = KEYS[1] .. 'seq', redis.call('TIME')
    local least = math.floor((tonumber(now[1]) * 1000000 + tonumber(now[2])) * 0.032)
    local last = redis.call('HINCRBY', key, name, count)
    if last - count < least then
        last = least + count
        redis.call('HSET', key, name, last)
    end
    return last
end
