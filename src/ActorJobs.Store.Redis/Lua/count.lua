-- Counts jobs by lane and state at one moment; nothing is scanned.
-- KEYS[1] prefix. ARGV[1] 1 to look for the oldest ready job.
-- Returns for each lane: its name, seven numbers in the order of the states, and when its oldest ready job that is not
-- claimed was enqueued, in ms or ''.
local CLAIMED_PASSED = 2000
local CLAIMED = '>xxxxxxxxI6' .. string.rep('x', 30) .. 'BxH'
local answer = {}

local function oldest_of(lane)
    -- Ids sort by creation, so the first is the oldest. The claimed ones before it are as few as jobs run.
    for from = 0, CLAIMED_PASSED, 50 do
        local ids = call('ZRANGE', index_key(READY, lane), from, from + 49)
        for _, id in ipairs(ids) do
            local j = load_job(id)
            if j and j.claim == 0 then return string.format('%.0f', j.created) end
        end
        if #ids < 50 then return '' end
    end
    return ''
end

local running_in = {}
for _, member in ipairs(call('ZRANGE', P .. 'claims', 0, -1)) do
    local claim = tonumber(string.match(member, ' (%d+)$'))
    for _, rec in pairs(read_records(call('HGET', P .. 'c:' .. claim, 'jobs') or '', 20)) do
        if rec then
            local standing, priority, type_len = unbundle(CLAIMED, rec)
            if standing == claim then
                local lane = lane_of(priority, sub(rec, HEAD_BYTES + 1, HEAD_BYTES + type_len))
                running_in[lane] = (running_in[lane] or 0) + 1
            end
        end
    end
end

for _, lane in ipairs(call('SMEMBERS', P .. 'lanes')) do
    local ready = call('ZCARD', index_key(READY, lane))
    local running = running_in[lane] or 0
    local n = #answer
    answer[n + 1] = lane
    answer[n + 2] = call('ZCARD', index_key(SCHEDULED, lane))
    answer[n + 3] = ready - running
    answer[n + 4] = running
    answer[n + 5] = call('ZCARD', index_key(RETRYING, lane))
    answer[n + 6] = call('ZCARD', index_key(SUCCEEDED, lane))
    answer[n + 7] = call('ZCARD', index_key(FAILED, lane))
    answer[n + 8] = call('ZCARD', index_key(CANCELLED, lane))
    answer[n + 9] = ready > running and ARGV[1] == '1' and oldest_of(lane) or ''
end
return answer
