-- Ends attempts that stand claimed for a node that is gone, if no newer epoch exists: those of claims that the epoch's partition
-- adopts. Each used up an attempt.
-- KEYS[1] prefix. ARGV[1] epoch (shared/fence.lua), ARGV[2] node, ARGV[3] its address, ARGV[4] time in ms, ARGV[5] the error
-- without its attempt, ARGV[6] most jobs, ARGV[7] succeeded and cancelled jobs kept.
-- Returns -1 when the epoch is lost; else 1 if more may stand or 0, then id, state and lane of each job.
local epoch, partition, index, partitions = fenced(ARGV[1])
if not epoch then return -1 end
local node, address, now, most = ARGV[2], ARGV[3], tonumber(ARGV[4]), tonumber(ARGV[6])
local answer, count, ended = { 0 }, 0, 0

local function end_attempt(j, claim, started)
    j.used, j.started, j.interruptions = j.used + 1, started, j.interruptions + 1
    add_error(j, ARGV[5])
    local state = READY
    if has(j.flags, CANCEL) then
        state = CANCELLED
    elseif j.used - j.base > j.max_retries then
        state = FAILED
    end
    leaving[claim] = (leaving[claim] or 0) + 1
    if state == READY then
        acknowledge(j)
        j.claim, j.due = 0, now
        save_with_node(j, address, '')
    else
        j.finished, ended = now, ended + 1
        end_job(j, state, address)
    end
    answer[#answer + 1] = j.id
    answer[#answer + 1] = state
    answer[#answer + 1] = j.lane
    count = count + 1
end

local over = {}
local function claims_of_node(limit)
    return call('ZRANGEBYLEX', P .. 'claims', '[' .. node .. ' ', '(' .. node .. '!', 'LIMIT', 0, limit)
end

-- Among those of other partitions, of which there may be as many as like.
local function adopted_claims()
    local adopted = {}
    for _, member in ipairs(claims_of_node(-1)) do
        local made_by = call('HGET', P .. 'c:' .. string.match(member, ' (%d+)$'), 'partition') or '0/1'
        if tonumber(string.match(made_by, '^%d+')) % partitions == index then
            adopted[#adopted + 1] = member
            if #adopted == most then break end
        end
    end
    return adopted
end

local members = partition and adopted_claims() or claims_of_node(most)
for _, member in ipairs(members) do
    local claim = tonumber(string.match(member, ' (%d+)$'))
    local jobs = call('HGET', P .. 'c:' .. claim, 'jobs') or ''
    local at = tonumber(call('HGET', P .. 'c:' .. claim, 'at')) or 0
    for from = 1, #jobs, 20 do
        local j = load_job(sub(jobs, from, from + 15))
        if j and j.claim == claim then
            if count >= most then
                answer[1] = 1
                break
            end
            end_attempt(j, claim, at)
        end
    end
    if answer[1] == 1 then break end
    over[#over + 1] = member
end
if #members == most then answer[1] = 1 end
settle_claims()
-- Nothing stands in them any more, whatever they say: so each round has fewer to look at.
for _, member in ipairs(over) do
    call('DEL', P .. 'c:' .. string.match(member, ' (%d+)$'))
    call('ZREM', P .. 'claims', member)
end
flush()
ended = ended + settle()
if ended > 0 and trim(P .. 'done', tonumber(ARGV[7]), 2 * ended) > 0 then flush() end
-- What is pending for the node goes with it; while claims of other partitions stand, that is theirs.
if answer[1] == 0 and (not partition or #claims_of_node(1) == 0) then
    for _, lane in ipairs(call('SMEMBERS', P .. 'lanes')) do
        call('XGROUP', 'DELCONSUMER', stream_key(lane), GROUP, node)
    end
end
return answer
