-- Counts jobs by lane and state at one moment; nothing is scanned.
-- KEYS[1] prefix. ARGV[1] 1 to look for the oldest ready job.
-- Returns when the oldest ready job that is not claimed was enqueued, in ms or ''; then for each lane: its name and seven
-- numbers in the order of the states.
local CLAIMED_PASSED = 2000
local oldest, answer = nil, { '' }

local function look_for_oldest(lane)
    -- Ids sort by creation, so the first is the oldest. The claimed ones before it are as few as jobs run.
    for from = 0, CLAIMED_PASSED, 50 do
        local ids = call('ZRANGE', index_key(READY, lane), from, from + 49)
        for _, id in ipairs(ids) do
            local j = load_job(id)
            if j and j.claim == 0 then
                if not oldest or j.created < oldest then oldest = j.created end
                return
            end
        end
        if #ids < 50 then return end
    end
end

for _, lane in ipairs(call('SMEMBERS', P .. 'lanes')) do
    local ready = call('ZCARD', index_key(READY, lane))
    local running = ready > 0 and call('XPENDING', stream_key(lane), GROUP)[1] or 0
    if ready > running and ARGV[1] == '1' then look_for_oldest(lane) end
    local n = #answer
    answer[n + 1] = lane
    answer[n + 2] = call('ZCARD', index_key(SCHEDULED, lane))
    answer[n + 3] = ready - running
    answer[n + 4] = running
    answer[n + 5] = call('ZCARD', index_key(RETRYING, lane))
    answer[n + 6] = call('ZCARD', index_key(SUCCEEDED, lane))
    answer[n + 7] = call('ZCARD', index_key(FAILED, lane))
    answer[n + 8] = call('ZCARD', index_key(CANCELLED, lane))
end
if oldest then answer[1] = string.format('%.0f', oldest) end
return answer
