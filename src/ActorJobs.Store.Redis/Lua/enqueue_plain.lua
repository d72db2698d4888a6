-- Adds jobs in order that are ready at once and have neither keys nor tags nor a payload apart, nor wait for others: of these
-- most batches are, and a script is compiled into so many functions at each run, so this one has few.
-- KEYS[1] prefix. ARGV[1] their ids, c16 each; then for each the record without its position.
-- Returns as enqueue.lua does.
local ids, count = ARGV[1], #ARGV - 1
local first = take_numbers('position', count) - count
local records, id_at, lanes, seen, repeated = {}, {}, {}, {}, false
for i = 1, count do
    local id, rest = sub(ids, 16 * i - 15, 16 * i), ARGV[i + 1]
    local priority, type_len = unbundle('>BxH', rest, HEAD_BYTES - 63)
    lanes[i] = lane_of(priority, sub(rest, HEAD_BYTES - 5, HEAD_BYTES - 6 + type_len))
    id_at[i] = id
    repeated, seen[id] = repeated or seen[id], true
    records[2 * i - 1], records[2 * i] = job_key(id), pack('>I6', first + i) .. rest
end

-- All are new, or each is looked at.
local all_new, answer = not repeated and count > 0 and call('MSETNX', unpack(records)) == 1, {}
local function is_new(i)
    if all_new or call('SETNX', records[2 * i - 1], records[2 * i]) == 1 then return true end
    local n = #answer
    answer[n + 1], answer[n + 2], answer[n + 3] = i - 1, state_of(id_at[i]), ''
end

local added = {}
for i = 1, count do
    if is_new(i) then
        local lane, id = lanes[i], id_at[i]
        local of = added[lane]
        if not of then
            open_lane(lane)
            of = { count = 0, stream = stream_key(lane) }
            added[lane] = of
        end
        call('XADD', of.stream, entry_of(first + i), 'j', id)
        local n = of.count
        of[n + 1], of[n + 2], of.count = '0', id, n + 2
    end
end
for lane, of in pairs(added) do call('ZADD', index_key(READY, lane), unpack(of, 1, of.count)) end
return answer
