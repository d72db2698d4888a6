-- Claims ready jobs for nodes, if no newer epoch exists.
-- KEYS[1] prefix. ARGV[1] epoch (shared/fence.lua); then for each request: node, time in ms, jobs as 20 bytes each (id c16,
-- attempt I4).
-- Returns -1 when the epoch is lost; else for each request its claim id and a '1' or '0' for each of its jobs.
local epoch, partition = fenced(ARGV[1])
if not epoch then return -1 end
local partition_field = partition and { 'partition', partition } or {}
local answer = {}
for at = 2, #ARGV, 3 do
    local node, time_ms, jobs = ARGV[at], ARGV[at + 1], ARGV[at + 2]
    local claim = take_numbers('claim', 1)
    local mark = pack('>I6', claim)
    local taken, kept, entries = {}, {}, {}
    local records = read_records(jobs, 20)
    for from = 1, #jobs, 20 do
        local id, attempt = unbundle('>c16I4', jobs, from)
        local taking = '0'
        local rec = take_record(records, id)
        if rec then
            local position, state, _, standing, used = unbundle('>I6BBI6I4', rec)
            if state == READY and standing == 0 and used + 1 == attempt then
                taking = '1'
                call('SETRANGE', job_key(id), '8', mark)
                local priority, _, type_len = unbundle('>BBH', rec, CHANGING_BYTES + 1)
                local lane = lane_of(priority, sub(rec, HEAD_BYTES + 1, HEAD_BYTES + type_len))
                gather(entries, stream_key(lane), entry_of(position))
                kept[#kept + 1] = sub(jobs, from, from + 19)
            end
        end
        taken[#taken + 1] = taking
    end
    if #kept > 0 then
        call('HSET', P .. 'c:' .. claim, 'node', node, 'at', time_ms, 'epoch', epoch, 'left', #kept,
            'jobs', table.concat(kept), unpack(partition_field))
        call('ZADD', P .. 'claims', 0, node .. ' ' .. claim)
        for key, list in pairs(entries) do
            for first = 1, #list, 500 do
                local ids = { unpack(list, first, math.min(first + 499, #list)) }
                ids[#ids + 1] = 'FORCE'
                ids[#ids + 1] = 'JUSTID'
                call('XCLAIM', key, GROUP, node, 0, unpack(ids))
            end
        end
    end
    answer[#answer + 1] = claim
    answer[#answer + 1] = table.concat(taken)
end
return answer
