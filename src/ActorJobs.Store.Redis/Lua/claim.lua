-- Claims ready jobs for nodes, if no newer epoch exists.
-- KEYS[1] prefix. ARGV[1] epoch (shared/fence.lua); then for each request: node, time in ms, jobs as 20 bytes each (id c16,
-- attempt I4).
-- Returns -1 when the epoch is lost; else for each request its claim id and a '1' or '0' for each of its jobs.
local epoch, partition = fenced(ARGV[1])
if not epoch then return -1 end
local partition_field = partition and { 'partition', partition } or {}
local answer = {}

local function only_taken(jobs, taken)
    if not string.find(taken, '0', 1, true) then return jobs end
    local kept = {}
    for i = 1, #taken do
        if sub(taken, i, i) == '1' then kept[#kept + 1] = sub(jobs, 20 * i - 19, 20 * i) end
    end
    return table.concat(kept)
end

for at = 2, #ARGV, 3 do
    local node, time_ms, jobs = ARGV[at], ARGV[at + 1], ARGV[at + 2]
    local claim = take_numbers('claim', 1)
    local mark = pack('>I6', claim)
    local taken, lead, left = {}, nil, 0
    local next_record = records_in_order(jobs, 20, 1)
    for i = 1, #jobs / 20 do
        local attempt, taking = unbundle('>I4', jobs, 20 * i - 3), '0'
        local _, key, rec = next_record()
        if rec then
            local position, state, _, standing, used = unbundle('>I6BBI6I4', rec)
            if state == READY and standing == 0 and used + 1 == attempt then
                taking, left = '1', left + 1
                call('SETRANGE', key, '8', mark)
                lead = lead or { position, rec }
            end
        end
        taken[i] = taking
    end
    taken = table.concat(taken)
    if left > 0 then
        local position, rec = unpack(lead)
        local priority, _, type_len = unbundle('>BBH', rec, CHANGING_BYTES + 1)
        local lane, entry = lane_of(priority, sub(rec, HEAD_BYTES + 1, HEAD_BYTES + type_len)), entry_of(position)
        call('XCLAIM', stream_key(lane), GROUP, node, 0, entry, 'FORCE', 'JUSTID')
        call('HSET', P .. 'c:' .. claim, 'node', node, 'at', time_ms, 'epoch', epoch, 'left', left,
            'jobs', only_taken(jobs, taken), 'lead', entry .. ' ' .. lane,
            unpack(partition_field))
        call('ZADD', P .. 'claims', 0, node .. ' ' .. claim)
    end
    answer[#answer + 1] = claim
    answer[#answer + 1] = taken
end
return answer
