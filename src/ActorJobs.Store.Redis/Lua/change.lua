-- Applies one change to jobs that match, in order, until so many were changed.
-- KEYS[1] prefix. ARGV[1] cancel, retry or delete; ARGV[2] time in ms; ARGV[3] most jobs; ARGV[4] 1 to pass over jobs
-- to which it would change nothing; ARGV[5..7] state, type and priority that are meant or ''; ARGV[8] succeeded and
-- cancelled jobs kept; then the ids.
-- Returns the index from 0 of the first job that was left because enough were changed, or -1; then for each job looked
-- at: what was done, its state or -1, its lane or '', its node if it runs or ''.
local change, now, most, bulk = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), ARGV[4] == '1'
local DONE, REQUESTED, UNKNOWN, NOT_APPLICABLE, KEY_HELD, PASSED = 0, 1, 2, 3, 4, 5
local answer, changed, ended = { -1 }, 0, 0

local function seen_state(j) return j.claim > 0 and RUNNING or j.state end

local function matches(j)
    return (ARGV[5] == '' or tonumber(ARGV[5]) == seen_state(j)) and (ARGV[6] == '' or ARGV[6] == j.type)
        and (ARGV[7] == '' or tonumber(ARGV[7]) == j.priority)
end

local function holder_of(j)
    local holder = j.unique_len > 0 and call('GET', P .. 'u:' .. unique_key(j))
    if not holder then return nil end
    local id, state, until_ms = unbundle('>c16BI6', holder)
    return id, state, until_ms
end

local function key_is_held(j)
    local id, state = holder_of(j)
    return id and id ~= j.id and state == LIVE
end

local function can_retry(state)
    return state == SCHEDULED or state == RETRYING or state == FAILED or state == CANCELLED
end

local function applies(j)
    local state = seen_state(j)
    if change == 'cancel' then return state <= RETRYING and not has(j.flags, CANCEL) end
    if change == 'retry' then return can_retry(state) and not (state >= SUCCEEDED and key_is_held(j)) end
    return state ~= RUNNING
end

local function cancel(j)
    if j.claim > 0 then
        j.flags = with(j.flags, CANCEL)
        save(j)
        return REQUESTED, RUNNING, node_of(j.claim)
    end
    if j.state > RETRYING then return NOT_APPLICABLE, j.state end
    j.finished, ended = now, ended + 1
    end_job(j, CANCELLED)
    return DONE, CANCELLED
end

-- A revived job has its full number of retries, and its old result goes.
local function revive(j)
    if j.unique_len > 0 then
        if key_is_held(j) then return KEY_HELD, j.state end
        local _, _, until_ms = holder_of(j)
        local name = unique_key(j)
        call('SET', P .. 'u:' .. name, pack('>c16BI6', j.id, LIVE, until_ms or 0))
        call('ZREM', P .. 'held', name)
    end
    gather(zrems, index_key(j.state, j.lane), j.id)
    leave_history(j)
    if has(j.flags, RESULT) then
        call('DEL', P .. 'r:' .. j.id)
        j.flags = j.flags - RESULT
    end
    if has(j.flags, CANCEL) then j.flags = j.flags - CANCEL end
    j.base, j.finished, j.due = j.used, 0, now
    open_lane(j.lane)
    make_ready(j)
    save_with_node(j, last_node(j), '')
    return DONE, READY
end

local function retry(j)
    local state = seen_state(j)
    if not can_retry(state) then return NOT_APPLICABLE, state end
    if state >= SUCCEEDED then return revive(j) end
    leave_state(j)
    j.due = now
    make_ready(j)
    save(j)
    return DONE, READY
end

local function delete(j)
    if j.claim > 0 then return NOT_APPLICABLE, RUNNING end
    if j.state > RETRYING then
        forget_ended(j)
    else
        leave_state(j)
        forget(j)
    end
    forget_waits(j.id)
    note_end(j.id, CANCELLED, now)
    if holder_of(j) == j.id then
        local name = unique_key(j)
        call('DEL', P .. 'u:' .. name)
        call('ZREM', P .. 'held', name)
    end
    return DONE, -1
end

local changes = { cancel = cancel, retry = retry, delete = delete }
for i = 9, #ARGV do
    local j = load_job(ARGV[i])
    local done, state, node = UNKNOWN, -1, nil
    if j then
        if bulk and not (matches(j) and applies(j)) then
            done = PASSED
        elseif changed >= most then
            answer[1] = i - 9
            break
        else
            done, state, node = changes[change](j)
            if done <= REQUESTED then changed = changed + 1 end
        end
    end
    answer[#answer + 1] = done
    answer[#answer + 1] = state
    answer[#answer + 1] = j and j.lane or ''
    answer[#answer + 1] = node or ''
end
settle_claims()
flush()
ended = ended + settle()
if ended > 0 and trim(P .. 'done', tonumber(ARGV[8]), 2 * ended + 8) > 0 then flush() end
return answer
