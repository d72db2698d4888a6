-- Adds jobs in order.
-- KEYS[1] prefix. ARGV[1] how many jobs; ARGV[2] succeeded and cancelled jobs kept; then for each: head, rest of the record (see add), and its payload if kept
-- apart.
-- Returns for each job that did not become what its record says: its index from 0, its state, the holder's id or ''.
local GROUP_MOST = 250
local count = tonumber(ARGV[1])
reserve_positions(count)
local answer, at = {}, 3

local function add_one(index, head, rest, payload)
    local state, holder = add(head, rest, payload)
    if holder or state ~= string.byte(rest, 1) then
        answer[#answer + 1] = index
        answer[#answer + 1] = state
        answer[#answer + 1] = holder or ''
    end
end

-- Jobs that follow each other, are ready at once and have neither keys nor tags nor a payload apart: their records are
-- written by one command, unless an id among them is known.
local first, size, ids, heads, rests, pairs_to_set, positions = 0, 0, {}, {}, {}, {}, {}
local function is_plain(rest)
    -- The lengths of unique key, concurrency key and tags.
    local state, flags = string.byte(rest, 1, 2)
    return state == READY and not has(flags, PAYLOAD) and sub(rest, 43, 48) == '\0\0\0\0\0\0'
end

local function add_group()
    if size == 0 then return end
    if call('MSETNX', unpack(pairs_to_set, 1, 2 * size)) == 1 then
        for i = 1, size do
            local priority, type_len = unbundle('>BxH', rests[i], 39)
            local lane, id = lane_of(priority, sub(rests[i], HEAD_BYTES - 5, HEAD_BYTES - 6 + type_len)), ids[i]
            open_lane(lane)
            call('XADD', stream_key(lane), entry_of(positions[i]), 'j', id)
            gather(zadds, index_key(READY, lane), id)
        end
    else
        for i = 1, size do add_one(first + i - 1, heads[i], rests[i]) end
    end
    size, ids = 0, {}
end

local function group(index, head, rest)
    local id = sub(head, 1, 16)
    if size == GROUP_MOST or ids[id] then add_group() end
    if size == 0 then first = index end
    size = size + 1
    ids[size], ids[id], heads[size], rests[size], positions[size] = id, true, head, rest, next_position()
    pairs_to_set[2 * size - 1] = job_key(id)
    pairs_to_set[2 * size] = pack('>I6', positions[size]) .. rest
end

for i = 0, count - 1 do
    local head, rest = ARGV[at], ARGV[at + 1]
    at = at + 2
    if is_plain(rest) then
        group(i, head, rest)
    else
        add_group()
        local payload
        if has(string.byte(rest, 2), PAYLOAD) then
            payload = ARGV[at]
            at = at + 1
        end
        add_one(i, head, rest, payload)
    end
end
add_group()
flush()
if #ends > 0 then settle() end
if replaced > 0 and trim(P .. 'done', tonumber(ARGV[2]), 2 * replaced + 8) > 0 then flush() end
return answer
