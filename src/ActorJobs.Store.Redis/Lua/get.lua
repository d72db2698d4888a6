-- Reads jobs for people, each as it is at one moment.
-- KEYS[1] prefix. ARGV[1] 1 to read log lines; then ids.
-- Returns for each job that is known, 10 values: id, record, payload if kept apart, result if kept apart, errors,
-- progress, log lines, node and time of its claim, what it waits for if one job was asked for with its log.
local answer, lines = {}, ARGV[1] == '1'
for i = 2, #ARGV do
    local id = ARGV[i]
    local j = load_job(id)
    if j then
        local n = #answer
        answer[n + 1] = id
        answer[n + 2] = j.rec
        answer[n + 3] = has(j.flags, PAYLOAD) and call('GET', P .. 'b:' .. id) or ''
        answer[n + 4] = has(j.flags, RESULT) and call('GET', P .. 'r:' .. id) or ''
        answer[n + 5] = has(j.flags, ERRORS) and call('LRANGE', P .. 'e:' .. id, 0, -1) or {}
        answer[n + 6] = has(j.flags, REPORTS) and call('GET', P .. 'p:' .. id) or ''
        answer[n + 7] = lines and has(j.flags, REPORTS) and call('LRANGE', P .. 'g:' .. id, 0, -1) or {}
        answer[n + 8] = j.claim > 0 and node_of(j.claim) or ''
        answer[n + 9] = j.claim > 0 and call('HGET', P .. 'c:' .. j.claim, 'at') or ''
        answer[n + 10] = lines and j.state == SCHEDULED and call('SMEMBERS', P .. 'x:' .. id) or {}
    end
end
return answer
