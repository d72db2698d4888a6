-- Adds a job. head: id c16, unique key held until I6, then what it waits for; rest: the record without its position; payload: if kept apart.
-- Answers the job's state, and the holder's id when its unique key is held.
local function add(head, rest, payload)
    local id, held_until = unbundle('>c16I6', head)
    local state = string.byte(rest, 1)
    local position = state == READY and next_position() or 0
    local j = parse(id, pack('>I6', position) .. rest)
    local unique
    if j.unique_len > 0 then
        local known = state_of(id)
        if known then return known end
        unique = P .. 'u:' .. unique_key(j)
        local holder = call('GET', unique)
        if holder then
            local holder_id, ended, until_ms = unbundle('>c16BI6', holder)
            if ended == LIVE then return state_of(holder_id) or READY, holder_id end
            if until_ms > j.created then return ended, holder_id end
            held_until = math.max(held_until, until_ms)
        end
    end
    if call('SETNX', job_key(id), j.rec) == 0 then return state_of(id) end
    if payload then call('SET', P .. 'b:' .. id, payload) end
    if unique then call('SET', unique, pack('>c16BI6', id, LIVE, held_until)) end
    open_lane(j.lane)
    if state == READY then enter_lane(j) else call('ZADD', P .. 'due', j.due, id) end
    gather(zadds, index_key(state, j.lane), id)
    if j.tags_len > 0 then each_tag(j, function(key) call('ZADD', key, 0, id) end) end
    if #head > 22 then add_waits(j, head) end
    return state
end
