-- What scripts do with jobs; shared/names.lua stands before it.
local function ended_key(state) return P .. (state == FAILED and 'dead' or 'done') end

-- What stands in a history for an end: it is stale once the job was deleted or revived, and then counted, not looked for.
local function ended_mark(id, number) return id .. pack('>I6', number) end
local function stale_field(key) return 'stale ' .. sub(key, #P + 1) end

-- Built in one go: a table that grows field by field is copied five times.
local function parse(id, rec)
    local position, state, flags, claim, used, base, interruptions, started, finished, due, priority, version, type_len,
        unique_len, key_len, tags_len, max_retries, timeout, created, body_len = unbundle(HEAD, rec)
    local type_text = sub(rec, HEAD_BYTES + 1, HEAD_BYTES + type_len)
    return { id = id, rec = rec, position = position, state = state, flags = flags, claim = claim, used = used,
        base = base, interruptions = interruptions, started = started, finished = finished, due = due,
        priority = priority, type_len = type_len, unique_len = unique_len, key_len = key_len, tags_len = tags_len,
        max_retries = max_retries, created = created, body_len = body_len, type = type_text,
        lane = lane_of(priority, type_text) }
end

local function load_job(id)
    local rec = call('GET', job_key(id))
    return rec and parse(id, rec)
end

-- Reads the records of many jobs, whose ids stand so many bytes from each other: id to record.
local function read_records(ids, step)
    local records = {}
    for first = 1, #ids, 500 * step do
        local keys, last = {}, math.min(first + 500 * step, #ids + 1) - 1
        for from = first, last, step do
            keys[#keys + 1] = job_key(sub(ids, from, from + 15))
        end
        for i, rec in ipairs(call('MGET', unpack(keys))) do
            local from = first + (i - 1) * step
            records[sub(ids, from, from + 15)] = rec
        end
    end
    return records
end

-- Reads the records of many jobs, whose ids stand so many bytes from each other, the first at so many: answers a function
-- that gives them out in that order, each with its job's id and key. When a job comes again, what was written meanwhile is read.
local function records_in_order(text, step, first)
    local ids, keys, records, seen, at = {}, {}, {}, {}, 0
    for i = 1, #text / step do
        local from = (i - 1) * step + first
        ids[i] = sub(text, from, from + 15)
        keys[i] = job_key(ids[i])
    end
    for from = 1, #keys, 500 do
        local to = math.min(from + 499, #keys)
        local found = call('MGET', unpack(keys, from, to))
        for i = from, to do records[i] = found[i - from + 1] end
    end
    return function()
        at = at + 1
        local id, key = ids[at], keys[at]
        if seen[id] then return id, key, call('GET', key) end
        seen[id] = true
        return id, key, records[at]
    end
end

local function changing(j)
    return pack(CHANGING, j.position, j.state, j.flags, j.claim, j.used, j.base, j.interruptions, j.started,
        j.finished, j.due)
end

-- Keeps the length: what stands behind the changing part stays.
local function save(j) call('SETRANGE', job_key(j.id), '0', changing(j)) end

-- Saves with what the last attempt left. SET where that needs a tail, not APPEND, which would double its memory.
local function save_with_node(j, node, result)
    local head = changing(j) .. sub(j.rec, CHANGING_BYTES + 1, NODE_AT)
    if #node <= INLINE_NODE_BYTES then
        head = head .. string.char(#node) .. node
        if result == '' then
            call('SETRANGE', job_key(j.id), '0', head)
            return
        end
        node = ''
    else
        head = head .. string.char(NODE_IN_TAIL)
    end
    call('SET', job_key(j.id), head .. sub(j.rec, #head + 1, HEAD_BYTES + j.body_len) ..
        pack('>H', #node) .. node .. result)
end

-- Gathered writes: key to a list of arguments.
local zadds, zrems, xacks, xdels = {}, {}, {}, {}
-- Lane to the positions that leave it, six bytes each; history to what is added to it; history to how many of it stand there no more.
local drops, pushes, stales = {}, {}, {}

local function gather(writes, key, value)
    local list = writes[key]
    if not list then
        list = {}
        writes[key] = list
    end
    list[#list + 1] = value
end

local function write_each(command, writes, ...)
    local fixed = { ... }
    for key, list in pairs(writes) do
        -- unpack puts all on the Lua stack, which is limited.
        for from = 1, #list, 500 do
            local to = math.min(from + 499, #list)
            if #fixed == 0 then
                call(command, key, unpack(list, from, to))
            else
                call(command, key, fixed[1], unpack(list, from, to))
            end
        end
    end
end

-- XDEL looks for every entry; XTRIM cuts a whole run off, which is all but free. So the entries that left a lane wait, as
-- positions in d:<lane>, until they are many: by then those before them have left too, and most can be cut off.
local DROPS_KEPT = 1000
local function drops_key(lane) return P .. 'd:' .. lane end

-- Cuts off what left at the head of a stream. Positions are whole numbers, so nothing stands between those that follow each
-- other: of a run only the first entry is looked at, and more of them only where runs are short.
local function cut_head(key, gone)
    local page = 1
    while true do
        local entries, last = call('XRANGE', key, '-', '+', 'COUNT', page), nil
        for i = 1, #entries do
            local position = tonumber(string.match(entries[i][1], '^%d+'))
            if not gone[position] then break end
            gone[position], last = nil, position
        end
        if not last then return end
        while gone[last + 1] do
            last = last + 1
            gone[last] = nil
        end
        if call('XTRIM', key, 'MINID', entry_of(last + 1)) < 4 * page then page = math.min(2 * page, 64) end
    end
end

local function drop_entries(lane)
    local text, gone, left = call('GET', drops_key(lane)), {}, {}
    for at = 1, #text, 6 do gone[unbundle('>I6', text, at)] = true end
    cut_head(stream_key(lane), gone)
    for position in pairs(gone) do left[#left + 1] = position end
    if #left > DROPS_KEPT / 2 then
        -- A job before them takes long.
        for _, position in ipairs(left) do gather(xdels, stream_key(lane), entry_of(position)) end
        left = {}
    end
    if #left == 0 then
        call('DEL', drops_key(lane))
    else
        for i = 1, #left do left[i] = pack('>I6', left[i]) end
        call('SET', drops_key(lane), table.concat(left))
    end
end

local function flush()
    write_each('ZREM', zrems)
    write_each('XACK', xacks, GROUP)
    for lane, positions in pairs(drops) do
        if call('APPEND', drops_key(lane), table.concat(positions)) >= 6 * DROPS_KEPT then drop_entries(lane) end
    end
    write_each('XDEL', xdels)
    for key, ids in pairs(zadds) do
        for from = 1, #ids, 250 do
            local args = {}
            for i = from, math.min(from + 249, #ids) do
                args[#args + 1] = '0'
                args[#args + 1] = ids[i]
            end
            call('ZADD', key, unpack(args))
        end
    end
    write_each('RPUSH', pushes)
    for key, count in pairs(stales) do
        if call('HINCRBY', P .. 'seq', stale_field(key), count) >= call('LLEN', key) then
            call('DEL', key)
            call('HDEL', P .. 'seq', stale_field(key))
        end
    end
    zadds, zrems, xacks, xdels, drops, pushes, stales = {}, {}, {}, {}, {}, {}, {}
end

local next_free, last_free = 1, 0
local function reserve_positions(count)
    last_free = take_numbers('position', count)
    next_free = last_free - count + 1
end

local function next_position()
    if next_free > last_free then reserve_positions(1) end
    next_free = next_free + 1
    return next_free - 1
end

local function unique_key(j)
    local from = HEAD_BYTES + j.type_len
    return j.type .. ' ' .. sub(j.rec, from + 1, from + j.unique_len)
end

local function order_key(j)
    local from = HEAD_BYTES + j.type_len + j.unique_len
    return P .. 'k:' .. j.lane .. ' ' .. sub(j.rec, from + 1, from + j.key_len)
end

local function each_tag(j, visit)
    local at = HEAD_BYTES + j.type_len + j.unique_len + j.key_len + 1
    local past = at + j.tags_len
    while at < past do
        local length = unbundle('>H', j.rec, at)
        visit(P .. 't:' .. sub(j.rec, at + 2, at + 1 + length))
        at = at + 2 + length
    end
end

-- Standing claims: how many jobs leave each is gathered, too. Of a claim one entry is pending, its first job's, until no job
-- stands in it: its field lead, as entry and lane. A claim of an older program has none: there each
-- job's entry is pending.
local leaving, claims = {}, {}
local function claim_of(claim)
    local found = claims[claim]
    if not found then
        local node, lead = unpack(call('HMGET', P .. 'c:' .. claim, 'node', 'lead'))
        node = node or '#0'
        local address = string.match(node, '^(.*)#') or node
        found = { node = node, lead = lead, address = address }
        claims[claim] = found
    end
    return found
end

local function node_of(claim) return claim_of(claim).node end
local function address_of(claim) return claim_of(claim).address end

local function acknowledge(j)
    if j.claim > 0 and not claim_of(j.claim).lead then gather(xacks, stream_key(j.lane), entry_of(j.position)) end
end

-- Gives the job, whose position is set, its place in its lane.
local function enter_lane(j)
    call('XADD', stream_key(j.lane), entry_of(j.position), 'j', j.id)
    if j.key_len > 0 then call('ZADD', order_key(j), j.position, j.id) end
end

local function leave_lane(j)
    acknowledge(j)
    gather(drops, j.lane, pack('>I6', j.position))
    if j.key_len > 0 then call('ZREM', order_key(j), j.id) end
end

-- Takes a live job out of what its state put it in.
local function leave_state(j)
    gather(zrems, index_key(j.state, j.lane), j.id)
    if j.state == READY then
        leave_lane(j)
    else
        call('ZREM', P .. 'due', j.id)
    end
end

local function make_ready(j)
    j.state = READY
    j.position = next_position()
    enter_lane(j)
    gather(zadds, index_key(READY, j.lane), j.id)
end

local function leave_claim(j)
    leaving[j.claim] = (leaving[j.claim] or 0) + 1
    j.claim = 0
end

local function settle_claims()
    for claim, count in pairs(leaving) do
        local key = P .. 'c:' .. claim
        if call('HINCRBY', key, 'left', -count) <= 0 then
            local found = claim_of(claim)
            call('ZREM', P .. 'claims', found.node .. ' ' .. claim)
            call('DEL', key)
            if found.lead then
                local entry, lane = string.match(found.lead, '^(%S+) (.*)$')
                gather(xacks, stream_key(lane), entry)
            end
        end
    end
    leaving = {}
end
