-- What ends mean for the jobs that wait for them; ends that follow are settled as well. Call it when everything gathered is
-- written; answers how many jobs it cancelled.
local function waiting(id)
    local j = load_job(id)
    return j and j.state == SCHEDULED and j.due == NEVER and j
end

local function release_wait(id, successor, time)
    call('HDEL', P .. 'w:' .. id, successor)
    call('SREM', P .. 'x:' .. successor, id)
    change_waits(-1)
    if call('EXISTS', P .. 'x:' .. successor) == 1 then return end
    local j = waiting(successor)
    if j then
        j.due = time
        call('ZADD', P .. 'due', time, successor)
        save(j)
    end
end

local function settle_waits()
    local at, cancelled = 1, 0
    while ends[at] do
        local id, state, time = unpack(ends[at])
        at = at + 1
        local successors = call('HGETALL', P .. 'w:' .. id)
        for i = 1, #successors, 2 do
            local successor, policy = successors[i], tonumber(successors[i + 1])
            if state == SUCCEEDED or policy == RUN_ANYWAY then
                release_wait(id, successor, time)
            elseif state == CANCELLED or policy == CANCEL_TOO then
                forget_waits(successor)
                local j = waiting(successor)
                if j then
                    j.finished, cancelled = time, cancelled + 1
                    end_job(j, CANCELLED)
                end
            end
        end
    end
    ends = {}
    return cancelled
end

-- The last thing a script does that ended jobs.
local function settle()
    if #ends == 0 then return 0 end
    local cancelled = settle_waits()
    flush()
    return cancelled
end
