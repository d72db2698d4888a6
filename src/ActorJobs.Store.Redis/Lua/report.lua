-- Keeps progress and log lines of live jobs.
-- KEYS[1] prefix. ARGV[1] most lines kept; then for each report: id, progress or '', number of lines, the lines.
-- Returns how many reports were kept.
local most, kept, at = tonumber(ARGV[1]), 0, 2
while at <= #ARGV do
    local id, progress, count = ARGV[at], ARGV[at + 1], tonumber(ARGV[at + 2])
    at = at + 3
    local part = call('GETRANGE', job_key(id), 6, 7)
    if part ~= '' then
        local state, flags = string.byte(part, 1, 2)
        if state <= RETRYING then
            kept = kept + 1
            if not has(flags, REPORTS) then
                call('SETRANGE', job_key(id), 7, string.char(flags + REPORTS))
            end
            if progress ~= '' then call('SET', P .. 'p:' .. id, progress) end
            for from = at, at + count - 1, 500 do
                call('RPUSH', P .. 'g:' .. id, unpack(ARGV, from, math.min(from + 499, at + count - 1)))
            end
            if count > 0 then call('LTRIM', P .. 'g:' .. id, -most, -1) end
        end
    end
    at = at + count
end
return kept
