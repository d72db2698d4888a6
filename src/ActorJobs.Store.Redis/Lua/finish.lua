-- Records outcomes in order, each only if the claim it names still stands for its job and attempt.
-- KEYS[1] prefix. ARGV[1] succeeded and cancelled jobs kept; ARGV[2] the outcomes, 48 bytes each: kind B, claim I6, id c16,
-- attempt I4, started I6, finished I6, due I6, children H, parts B (1: an error, 2: a result); then for each outcome its
-- parts, then for each of its children what enqueue.lua takes for a job.
-- Returns a string with '1' for each outcome recorded and '0' for each stale one.
local OUTCOME, OUTCOME_BYTES, ID_AT = '>BI6xxxxxxxxxxxxxxxxI4I6I6I6HB', 48, 8
local SUCCEED, RETRY, FAIL, CANCELLED_BY_REQUEST, RELEASE, CONFIRM = 1, 2, 3, 4, 5, 6
local kept, outcomes, answer, ended, at = tonumber(ARGV[1]), ARGV[2], {}, 0, 3

local function skip_children(count)
    for _ = 1, count do
        local _, flags = string.byte(ARGV[at + 1], 1, 2)
        at = at + (has(flags, PAYLOAD) and 3 or 2)
    end
end

local function add_children(count)
    for _ = 1, count do
        local _, flags = string.byte(ARGV[at + 1], 1, 2)
        local apart = has(flags, PAYLOAD)
        add(ARGV[at], ARGV[at + 1], apart and ARGV[at + 2] or nil)
        at = at + (apart and 3 or 2)
    end
end

local function release(j)
    acknowledge(j)
    leave_claim(j)
    save(j)
end

local function retry(j, node, due)
    local claim = j.claim
    leave_state(j)
    j.due, j.claim = due, 0
    if due > j.finished then
        j.state, j.position = RETRYING, 0
        call('ZADD', P .. 'due', due, j.id)
        gather(zadds, index_key(RETRYING, j.lane), j.id)
    else
        make_ready(j)
    end
    j.finished = 0
    j.claim = claim
    leave_claim(j)
    save_with_node(j, node, '')
end

local function stop(j, state, node, result)
    local claim = j.claim
    ended = ended + 1
    leaving[claim] = (leaving[claim] or 0) + 1
    end_job(j, state, node, result)
end

-- What most outcomes are, without the table and the texts that only others need: success of a job without keys, result
-- and children, whose record stays where it is. Answers true when it was one of those, and is recorded.
local PLAIN = '>I6BBI6I4I4I4xxxxxxxxxxxxI6BxHHH'
local plain, marks = {}, {}
local function plain_of(lane)
    local of = plain[lane]
    if not of then
        of = { count = 0, ids = {}, scored = {}, positions = {} }
        plain[lane] = of
    end
    return of
end

local function succeed_plainly(id, key, rec, claim, attempt, started, finished)
    local position, state, flags, standing, used, base, interruptions, due, priority, type_len, unique_len, key_len =
        unbundle(PLAIN, rec)
    local of_claim = claim_of(claim)
    if standing ~= claim or used + 1 ~= attempt or unique_len + key_len > 0 or #of_claim.address > INLINE_NODE_BYTES then
        return false
    end
    local lane = lane_of(priority, sub(rec, HEAD_BYTES + 1, HEAD_BYTES + type_len))
    local of, number = plain_of(lane), next_end_number()
    local n = of.count + 1
    of.count, of.ids[n], of.positions[n] = n, id, sub(rec, 1, 6)
    of.scored[2 * n - 1], of.scored[2 * n] = '0', id
    ended = ended + 1
    marks[#marks + 1] = ended_mark(id, number)
    if not of_claim.lead then gather(xacks, stream_key(lane), entry_of(position)) end
    call('SETRANGE', key, '0', pack(CHANGING, number, SUCCEEDED, flags, 0, attempt, base, interruptions, started,
        finished, due) .. sub(rec, CHANGING_BYTES + 1, NODE_AT) .. string.char(#of_claim.address) .. of_claim.address)
    leaving[claim] = (leaving[claim] or 0) + 1
    note_end(id, SUCCEEDED, finished)
    return true
end

local function flush_plain()
    for lane, of in pairs(plain) do
        call('ZREM', index_key(READY, lane), unpack(of.ids))
        call('ZADD', index_key(SUCCEEDED, lane), unpack(of.scored))
        gather(drops, lane, table.concat(of.positions))
    end
    if #marks > 0 then call('RPUSH', P .. 'done', unpack(marks)) end
end

local count, next_record = #outcomes / OUTCOME_BYTES, records_in_order(outcomes, OUTCOME_BYTES, ID_AT)
reserve_ends(count)
for i = 1, count do
    local kind, claim, attempt, started, finished, due, children, parts =
        unbundle(OUTCOME, outcomes, (i - 1) * OUTCOME_BYTES + 1)
    local id, key, rec = next_record()
    local recorded = '0'
    if kind == SUCCEED and parts + children == 0 and claim > 0 and rec
        and succeed_plainly(id, key, rec, claim, attempt, started, finished) then
        recorded = '1'
    else
        local error_text, result
        if has(parts, 1) then
            error_text = ARGV[at]
            at = at + 1
        end
        if has(parts, 2) then
            result = ARGV[at]
            at = at + 1
        end
        local j = rec and parse(id, rec)
        if kind == CONFIRM then
            if j and j.state == SUCCEEDED and j.used == attempt then recorded = '1' end
        elseif j and j.claim > 0 and j.claim == claim and j.used + 1 == attempt then
            recorded = '1'
            local cancel, node = has(j.flags, CANCEL), address_of(claim)
            if kind == RELEASE and not cancel then
                release(j)
            else
                j.used, j.started, j.finished = attempt, started, finished
                if error_text then add_error(j, error_text) end
                if kind == SUCCEED then
                    stop(j, SUCCEEDED, node, result)
                    add_children(children)
                    children = 0
                elseif kind == RETRY and not cancel then
                    retry(j, node, due)
                elseif kind == FAIL and not cancel then
                    stop(j, FAILED, node)
                else
                    stop(j, CANCELLED, node)
                end
            end
        end
        skip_children(children)
    end
    answer[i] = recorded
end
settle_claims()
flush_plain()
flush()
ended = ended + replaced + settle()
-- Twice as many as came, so that a bound that was lowered is reached in time; each call's work stays bounded.
if ended > 0 and trim(P .. 'done', kept, 2 * ended + 8) > 0 then flush() end
return table.concat(answer)
