-- Makes the earliest due jobs ready, at the end of their lanes.
-- KEYS[1] prefix. ARGV[1] time in ms, ARGV[2] most jobs.
-- Returns how many, when the next is due (or ''), then the lanes.
local due = call('ZRANGEBYSCORE', P .. 'due', '-inf', ARGV[1], 'LIMIT', 0, ARGV[2])
local lanes, answer = {}, { #due, '' }
if #due > 0 then reserve_positions(#due) end
for _, id in ipairs(due) do
    local j = load_job(id)
    if j then
        leave_state(j)
        make_ready(j)
        save(j)
        if not lanes[j.lane] then
            lanes[j.lane] = true
            answer[#answer + 1] = j.lane
        end
    else
        call('ZREM', P .. 'due', id)
    end
end
flush()
local next_due = call('ZRANGE', P .. 'due', 0, 0, 'WITHSCORES')
if next_due[2] then answer[2] = next_due[2] end
return answer
