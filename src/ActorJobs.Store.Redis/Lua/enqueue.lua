-- Adds jobs in order.
-- KEYS[1] prefix. ARGV[1] how many jobs; then for each: head, rest of the record (see add), and its payload if kept apart.
-- Returns for each job that did not become what its record says: its index from 0, its state, the holder's id or ''.
local count = tonumber(ARGV[1])
reserve_positions(count)
local answer, at = {}, 2
for i = 0, count - 1 do
    local head, rest = ARGV[at], ARGV[at + 1]
    at = at + 2
    local wanted, flags = string.byte(rest, 1, 2)
    local payload
    if has(flags, PAYLOAD) then
        payload = ARGV[at]
        at = at + 1
    end
    local state, holder = add(head, rest, payload)
    if holder or state ~= wanted then
        answer[#answer + 1] = i
        answer[#answer + 1] = state
        answer[#answer + 1] = holder or ''
    end
end
flush()
return answer
