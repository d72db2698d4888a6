-- What every end of a job has in common.

-- The holder of a unique key ended: frees the key, or leaves it held until its time is over.
local function end_unique(j)
    local name = unique_key(j)
    local key = P .. 'u:' .. name
    local holder = call('GET', key)
    if not holder then return end
    local id, _, until_ms = unbundle('>c16BI6', holder)
    if id ~= j.id then return end
    if until_ms <= j.finished then
        call('DEL', key)
        call('ZREM', P .. 'held', name)
    else
        call('SET', key, pack('>c16BI6', id, j.state, until_ms))
        call('ZADD', P .. 'held', until_ms, name)
    end
end

local function add_error(j, text)
    local key = P .. 'e:' .. j.id
    if call('RPUSH', key, j.used .. ':' .. text) > MAX_ERRORS then call('LTRIM', key, -MAX_ERRORS, -1) end
    j.flags = with(j.flags, ERRORS)
end

local function last_node(j)
    local inline = string.byte(j.rec, NODE_AT + 1)
    if inline ~= NODE_IN_TAIL then return sub(j.rec, NODE_AT + 2, NODE_AT + 1 + inline) end
    local at = HEAD_BYTES + j.body_len + 1
    local length = unbundle('>H', j.rec, at)
    return sub(j.rec, at + 2, at + 1 + length)
end

-- Numbers of ended jobs are taken as many at a time as may be needed; those left over are skipped.
local next_end, last_end = 1, 0
local function reserve_ends(count)
    last_end = call('HINCRBY', P .. 'seq', 'ended', count)
    next_end = last_end - count + 1
end

local function next_end_number()
    if next_end > last_end then reserve_ends(1) end
    next_end = next_end + 1
    return next_end - 1
end

-- Ends a live job, whose attempt number and times are set. node nil keeps the last one.
local function end_job(j, state, node, result)
    leave_state(j)
    j.state, j.claim = state, 0
    j.position = next_end_number()
    gather(pushes, ended_key(state), ended_mark(j.id, j.position))
    gather(zadds, index_key(state, j.lane), j.id)
    if j.unique_len > 0 then end_unique(j) end
    result = result or ''
    if #result > INLINE_RESULT_BYTES then
        call('SET', P .. 'r:' .. j.id, result)
        j.flags = with(j.flags, RESULT)
        result = ''
    end
    save_with_node(j, node or last_node(j), result)
    note_end(j.id, state, j.finished)
end

-- Takes a job that has ended or waits out of what its tags stand for, and adds its keys to those that go; its places in
-- lanes, lists and unique keys are left to the caller.
local function forget_into(keys, j)
    local id = j.id
    keys[#keys + 1] = job_key(id)
    if has(j.flags, PAYLOAD) then keys[#keys + 1] = P .. 'b:' .. id end
    if has(j.flags, RESULT) then keys[#keys + 1] = P .. 'r:' .. id end
    if has(j.flags, ERRORS) then keys[#keys + 1] = P .. 'e:' .. id end
    if has(j.flags, REPORTS) then
        keys[#keys + 1] = P .. 'p:' .. id
        keys[#keys + 1] = P .. 'g:' .. id
    end
    if j.tags_len > 0 then each_tag(j, function(key) gather(zrems, key, id) end) end
end

local function forget(j)
    local keys = {}
    forget_into(keys, j)
    call('UNLINK', unpack(keys))
end

local function leave_history(j)
    local key = ended_key(j.state)
    stales[key] = (stales[key] or 0) + 1
end

local function forget_ended(j)
    gather(zrems, index_key(j.state, j.lane), j.id)
    leave_history(j)
    forget(j)
end

local function stale_in(key) return tonumber(call('HGET', P .. 'seq', stale_field(key)) or 0) end

-- What is needed of a job that leaves a history; all of it only where it has tags, which name its keys.
local function brief(id, rec)
    local position, state, flags, finished, priority, type_len, tags_len = unbundle(BRIEF, rec)
    if tags_len > 0 then return parse(id, rec) end
    return { id = id, position = position, state = state, flags = flags, finished = finished, tags_len = 0,
        lane = lane_of(priority, sub(rec, HEAD_BYTES + 1, HEAD_BYTES + type_len)) }
end

-- Takes the first marks out of a history: for each, the job or, where it is stale, false.
local function take_first(key, count)
    local marks, jobs, stale = call('LPOP', key, count) or {}, {}, 0
    local records = read_records(table.concat(marks), 22)
    for i, mark in ipairs(marks) do
        local id, number = unbundle('>c16I6', mark)
        local rec = records[id]
        local j = rec and brief(id, rec)
        jobs[i] = j and j.state >= SUCCEEDED and j.position == number and ended_key(j.state) == key and j
        if not jobs[i] then stale = stale + 1 end
    end
    if stale > 0 and call('HINCRBY', P .. 'seq', stale_field(key), -stale) <= 0 then
        call('HDEL', P .. 'seq', stale_field(key))
    end
    return jobs, marks
end

-- Removes the oldest ended jobs beyond a number, a few at a time.
local function trim(key, kept, most)
    local over = math.min(call('LLEN', key) - stale_in(key) - kept, most)
    local keys, gone = {}, 0
    while gone < over do
        local jobs = take_first(key, over - gone)
        if #jobs == 0 then break end
        for _, j in ipairs(jobs) do
            if j then
                gather(zrems, index_key(j.state, j.lane), j.id)
                if j.state == FAILED then note_end(j.id, CANCELLED, j.finished) end
                forget_into(keys, j)
                gone = gone + 1
            end
        end
    end
    for first = 1, #keys, 500 do call('UNLINK', unpack(keys, first, math.min(first + 499, #keys))) end
    return gone
end
