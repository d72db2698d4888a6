-- Removes what retention no longer keeps, and what is empty.
-- KEYS[1] prefix. ARGV[1] time in ms; ARGV[2] end in ms up to which succeeded and cancelled jobs go; ARGV[3] how many
-- of them are kept at most; ARGV[4] failed jobs kept; ARGV[5] most jobs.
-- Returns how many jobs were removed.
local now, past, most = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[5])
local done, gone = P .. 'done', 0

-- As many times as it takes to get past what is stale, within bounds.
local MOST_ROUNDS = 20
local function purge_done()
    local over, seen = call('LLEN', done) - stale_in(done) - tonumber(ARGV[3]), 0
    for _ = 1, MOST_ROUNDS do
        local jobs, marks = take_first(done, most - gone)
        local stay = {}
        -- In order of arrival. One with a later time of its own does not hold back those behind it.
        for i, j in ipairs(jobs) do
            if j then
                seen = seen + 1
                if seen <= over or j.finished <= past then
                    gather(zrems, index_key(j.state, j.lane), j.id)
                    forget(j)
                    gone = gone + 1
                else
                    table.insert(stay, 1, marks[i])
                end
            end
        end
        if #stay > 0 then call('LPUSH', done, unpack(stay)) end
        if #stay > 0 or #jobs == 0 or gone == most then return end
    end
end

local function expire_unique_keys()
    for _, name in ipairs(call('ZRANGEBYSCORE', P .. 'held', '-inf', now, 'LIMIT', 0, most)) do
        local key = P .. 'u:' .. name
        local holder = call('GET', key)
        if holder then
            local _, state, until_ms = unbundle('>c16BI6', holder)
            if state ~= LIVE and until_ms <= tonumber(now) then call('DEL', key) end
        end
        call('ZREM', P .. 'held', name)
    end
end

local function is_unused(lane)
    return call('EXISTS', index_key(SCHEDULED, lane), index_key(READY, lane), index_key(RETRYING, lane),
        index_key(SUCCEEDED, lane), index_key(FAILED, lane), index_key(CANCELLED, lane)) == 0
end

-- Lanes without a job, and nodes that hold nothing in theirs. Some at a time: anyone may make up job types.
local function tidy_lanes()
    for _, lane in ipairs(call('SRANDMEMBER', P .. 'lanes', 100)) do
        if is_unused(lane) then
            call('DEL', stream_key(lane), drops_key(lane))
            call('SREM', P .. 'lanes', lane)
        else
            for _, consumer in ipairs(call('XINFO', 'CONSUMERS', stream_key(lane), GROUP)) do
                -- name, n, pending, n, idle, n
                if consumer[4] == 0 and consumer[6] > 600000 then
                    call('XGROUP', 'DELCONSUMER', stream_key(lane), GROUP, consumer[2])
                end
            end
        end
    end
end

purge_done()
if gone < most then gone = gone + trim(P .. 'dead', tonumber(ARGV[4]), most - gone) end
flush()
settle()
expire_unique_keys()
tidy_lanes()
return gone
