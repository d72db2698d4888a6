-- Records outcomes in order, each only if the claim it names still stands for its job and attempt.
-- KEYS[1] prefix. ARGV[1] succeeded and cancelled jobs kept; ARGV[2] how many outcomes; then for each: kind B, claim
-- I6, id c16, attempt I4, started I6, finished I6, due I6, children H, parts B (1: the error follows, 2: the result
-- follows); then those parts, then for each child what enqueue.lua takes for a job. ARGV[3]: the ids of all outcomes.
-- Returns a string with '1' for each outcome recorded and '0' for each stale one.
local SUCCEED, RETRY, FAIL, CANCELLED_BY_REQUEST, RELEASE, CONFIRM = 1, 2, 3, 4, 5, 6
local kept, answer, ended, at = tonumber(ARGV[1]), {}, 0, 4
local records = read_records(ARGV[3], 16)

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
    gather(xacks, stream_key(j.lane), entry_of(j.position))
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
local function succeed_plainly(id, rec, claim, attempt, started, finished)
    local position, state, flags, standing, used, base, interruptions, _, _, due, priority, _, type_len, unique_len,
        key_len = unbundle(HEAD, rec)
    local node = address_of(claim)
    if standing ~= claim or used + 1 ~= attempt or unique_len + key_len > 0 or #node > INLINE_NODE_BYTES then
        return false
    end
    local lane = lane_of(priority, sub(rec, HEAD_BYTES + 1, HEAD_BYTES + type_len))
    local number = next_end_number()
    gather(zrems, index_key(READY, lane), id)
    gather(xacks, stream_key(lane), entry_of(position))
    gather(drops, stream_key(lane), position)
    gather(zadds, index_key(SUCCEEDED, lane), id)
    gather(pushes, P .. 'done', ended_mark(id, number))
    call('SETRANGE', job_key(id), '0', pack(CHANGING, number, SUCCEEDED, flags, 0, attempt, base, interruptions, started,
        finished, due) .. sub(rec, CHANGING_BYTES + 1, NODE_AT) .. string.char(#node) .. node)
    ended = ended + 1
    leaving[claim] = (leaving[claim] or 0) + 1
    note_end(id, SUCCEEDED, finished)
    return true
end

reserve_ends(tonumber(ARGV[2]))
while at <= #ARGV do
    local kind, claim, id, attempt, started, finished, due, children, parts = unbundle('>BI6c16I4I6I6I6HB', ARGV[at])
    at = at + 1
    local rec = take_record(records, id)
    local recorded = '0'
    if kind == SUCCEED and parts + children == 0 and claim > 0 and rec
        and succeed_plainly(id, rec, claim, attempt, started, finished) then
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
    answer[#answer + 1] = recorded
end
settle_claims()
flush()
ended = ended + replaced + settle()
-- Twice as many as came, so that a bound that was lowered is reached in time; each call's work stays bounded.
if ended > 0 and trim(P .. 'done', kept, 2 * ended + 8) > 0 then flush() end
return table.concat(answer)
