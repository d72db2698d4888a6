-- Adds a job. head: id c16, unique key held until I6, policy about its holder B, then what it waits for; rest: the record without its position; payload: if kept apart.
-- Answers the job's state, and the holder's id when its unique key is held.
-- Policies: 0 the holder stays, 1 replace it unless it runs, 2 replace it or, if it runs, add another. Those but 0 need ending.lua.
local replaced = 0
local function gives_way(holder_id, policy, time)
    if policy == 0 then return false end
    local j = load_job(holder_id)
    if not j then return true end
    if j.claim > 0 then return policy == 2 end
    flush() -- what was gathered of it in this batch
    j.finished, replaced = time, replaced + 1
    end_job(j, CANCELLED)
    return true
end

local function add(head, rest, payload)
    local id, held_until, policy = unbundle('>c16I6B', head)
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
            if ended ~= LIVE then
                if until_ms > j.created then return ended, holder_id end
                held_until = math.max(held_until, until_ms)
            elseif not gives_way(holder_id, policy, j.created) then
                return state_of(holder_id) or READY, holder_id
            end
        end
    end
    if call('SETNX', job_key(id), j.rec) == 0 then return state_of(id) end
    if payload then call('SET', P .. 'b:' .. id, payload) end
    if unique then
        call('SET', unique, pack('>c16BI6', id, LIVE, held_until))
        if replaced > 0 then call('ZREM', P .. 'held', unique_key(j)) end
    end
    open_lane(j.lane)
    if state == READY then enter_lane(j) else call('ZADD', P .. 'due', j.due, id) end
    gather(zadds, index_key(state, j.lane), id)
    if j.tags_len > 0 then each_tag(j, function(key) call('ZADD', key, 0, id) end) end
    if #head > 23 then add_waits(j, head) end
    return state
end
