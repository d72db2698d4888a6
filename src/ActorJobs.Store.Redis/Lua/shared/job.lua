-- In front of every script that touches jobs: the record of a job, the places it stands in, and writes that are
-- gathered so that a batch needs one command per key. KEYS[1] is what every key of the store begins with, hash tag
-- included.
local P, GROUP = KEYS[1], 'nodes'
local call, pack, unbundle, sub = redis.call, struct.pack, struct.unpack, string.sub

-- Records/RecordLayout.cs draws this.
local HEAD, HEAD_BYTES = '>I6BBI6I4I4I4I6I6I6BBHHHHHI4I6I4', 102
-- Of that position, state, flags, finished, priority and the lengths of type and tags.
local BRIEF = '>I6BBxxxxxxxxxxxxxxxxxxxxxxxxI6xxxxxxBxHxxxxH'
local NODE_AT, INLINE_NODE_BYTES, NODE_IN_TAIL = 70, 31, 255
local CHANGING, CHANGING_BYTES = '>I6BBI6I4I4I4I6I6I6', 44
local SCHEDULED, READY, RUNNING, RETRYING, SUCCEEDED, FAILED, CANCELLED = 0, 1, 2, 3, 4, 5, 6
local CANCEL, PAYLOAD, RESULT, ERRORS, REPORTS = 1, 2, 4, 8, 16
local INLINE_RESULT_BYTES, MAX_ERRORS, LIVE = 1024, 20, 255

local function has(flags, flag) return flags % (2 * flag) >= flag end
local function with(flags, flag) return has(flags, flag) and flags or flags + flag end
local function job_key(id) return P .. 'j:' .. id end

-- %d, since a number that becomes text by itself is printed as a fraction would be, four times as slowly. So are numbers that
-- are given to commands, which is why offsets are texts.
local function entry_of(position) return string.format('%d-0', position) end

-- Few lanes and many jobs: their keys are made once.
local stream_keys, index_keys = {}, { [0] = {}, {}, {}, {}, {}, {}, {} }
local function stream_key(lane)
    local key = stream_keys[lane]
    if not key then
        key = P .. 'q:' .. lane
        stream_keys[lane] = key
    end
    return key
end

local function index_key(state, lane)
    local key = index_keys[state][lane]
    if not key then
        key = P .. 'i:' .. state .. ':' .. lane
        index_keys[state][lane] = key
    end
    return key
end

local lanes_of = {}
local function lane_of(priority, type_text)
    local of = lanes_of[type_text]
    if not of then
        of = {}
        lanes_of[type_text] = of
    end
    local lane = of[priority]
    if not lane then
        lane = priority .. '/' .. type_text
        of[priority] = lane
    end
    return lane
end

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

-- Gives a record out once; when its job comes again, what was written meanwhile is read.
local function take_record(records, id)
    local rec = records[id]
    if rec == nil then return call('GET', job_key(id)) end
    records[id] = nil
    return rec
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

local function state_of(id)
    local part = call('GETRANGE', job_key(id), 6, 13)
    if part == '' then return nil end
    local state, _, claim = unbundle('>BBI6', part)
    return claim > 0 and RUNNING or state
end

-- Gathered writes: key to a list of arguments.
local zadds, zrems, xacks, xdels = {}, {}, {}, {}
-- Lane to the positions that leave it; history to what is added to it; history to how many of it stand there no more.
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

-- XDEL looks for every entry; XTRIM cuts a whole run off. Positions are whole numbers, so nothing stands between those of
-- a run without gaps, and when it begins with the first entry, it may be cut off.
local LEAST_RUN = 4
local function drop_entries(key, positions)
    table.sort(positions)
    local at = 1
    while #positions - at >= LEAST_RUN - 1 do
        local head = call('XRANGE', key, '-', '+', 'COUNT', 1)[1]
        if not head or head[1] ~= entry_of(positions[at]) then break end
        local last = at
        while positions[last + 1] == positions[last] + 1 do last = last + 1 end
        if last - at < LEAST_RUN - 1 then break end
        call('XTRIM', key, 'MINID', entry_of(positions[last] + 1))
        at = last + 1
    end
    for i = at, #positions do gather(xdels, key, entry_of(positions[i])) end
end

local function flush()
    write_each('ZREM', zrems)
    write_each('XACK', xacks, GROUP)
    for key, positions in pairs(drops) do drop_entries(key, positions) end
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

local open_lanes = {}
local function open_lane(lane)
    if open_lanes[lane] then return end
    open_lanes[lane] = true
    if call('SADD', P .. 'lanes', lane) == 1 then
        call('XGROUP', 'CREATE', stream_key(lane), GROUP, '0', 'MKSTREAM')
    end
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

-- Gives the job, whose position is set, its place in its lane.
local function enter_lane(j)
    call('XADD', stream_key(j.lane), entry_of(j.position), 'j', j.id)
    if j.key_len > 0 then call('ZADD', order_key(j), j.position, j.id) end
end

local function leave_lane(j)
    if j.claim > 0 then gather(xacks, stream_key(j.lane), entry_of(j.position)) end
    gather(drops, stream_key(j.lane), j.position)
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

-- Standing claims: how many jobs leave each is gathered, too.
local leaving, node_names = {}, {}
local function node_of(claim)
    local node = node_names[claim]
    if not node then
        node = call('HGET', P .. 'c:' .. claim, 'node') or '#0'
        node_names[claim] = node
    end
    return node
end

local function address_of(claim)
    local node = node_of(claim)
    return string.match(node, '^(.*)#') or node
end

local function leave_claim(j)
    leaving[j.claim] = (leaving[j.claim] or 0) + 1
    j.claim = 0
end

local function settle_claims()
    for claim, count in pairs(leaving) do
        local key = P .. 'c:' .. claim
        if call('HINCRBY', key, 'left', -count) <= 0 then
            call('ZREM', P .. 'claims', node_of(claim) .. ' ' .. claim)
            call('DEL', key)
        end
    end
    leaving = {}
end
