-- The layout of records and the names of keys.
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

local open_lanes = {}
local function open_lane(lane)
    if open_lanes[lane] then return end
    open_lanes[lane] = true
    if call('SADD', P .. 'lanes', lane) == 1 then
        call('XGROUP', 'CREATE', stream_key(lane), GROUP, '0', 'MKSTREAM')
    end
end

local function state_of(id)
    local part = call('GETRANGE', job_key(id), 6, 13)
    if part == '' then return nil end
    local state, _, claim = unbundle('>BBI6', part)
    return claim > 0 and RUNNING or state
end
