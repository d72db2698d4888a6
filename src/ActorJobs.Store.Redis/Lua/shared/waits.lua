-- Which jobs wait for which: w:<predecessor> is a hash of successors and policies (0 hold, 1 cancel, 2 run), x:<successor> the
-- set of what it waits for, and the field waits of seq counts both, so that while nothing waits an end costs nothing here.
local NEVER = 221845392000000
local RUN_ANYWAY, CANCEL_TOO = 2, 1
local waits, ends = nil, {}

local function change_waits(by) waits = call('HINCRBY', P .. 'seq', 'waits', by) end

-- Notes an end, to be settled by settle_waits.
local function note_end(id, state, time)
    waits = waits or tonumber(call('HGET', P .. 'seq', 'waits') or 0)
    if waits > 0 then ends[#ends + 1] = { id, state, time } end
end

-- Notes what a new job waits for, from behind the head it came with: c16 and policy B each.
local function add_waits(j, head)
    local count = 0
    for at = 24, #head, 17 do
        local predecessor, policy = unbundle('>c16B', head, at)
        call('HSET', P .. 'w:' .. predecessor, j.id, policy)
        call('SADD', P .. 'x:' .. j.id, predecessor)
        count = count + 1
        local state = state_of(predecessor) or CANCELLED
        if state >= SUCCEEDED then ends[#ends + 1] = { predecessor, state, j.created } end
    end
    change_waits(count)
end

-- A job waits for nothing any more.
local function forget_waits(id)
    local predecessors = call('SMEMBERS', P .. 'x:' .. id)
    if #predecessors == 0 then return end
    for _, predecessor in ipairs(predecessors) do call('HDEL', P .. 'w:' .. predecessor, id) end
    call('DEL', P .. 'x:' .. id)
    change_waits(-#predecessors)
end
